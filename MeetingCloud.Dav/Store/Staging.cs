using System.Buffers;
using MeetingCloud.Dav.Http;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Dav.Store;

/// <summary>Writes new content into the temporary folder, on the same file system, flushed and within the quota.</summary>
internal sealed class Staging(StoreFolders folders, QuotaAccount quota, ModificationStamps stamps)
{
    // Large enough that system calls do not matter, small enough for hundreds of uploads at a time.
    private const int BufferSize = 256 << 10;

    public async Task<StagedContent> ReceiveAsync(Stream content, long? length, long replaced, CancellationToken cancellationToken)
    {
        var reservation = new QuotaReservation(quota, replaced);
        var staged = new StagedContent(folders.NewTemporary(), isCollection: false, reservation);
        try
        {
            // With a known size a full disk or quota is known before the bytes come.
            reservation.Reach(length ?? 0);
            quota.RequireDisk(length ?? 0);
            using var file = TemporaryFile.Create(staged.FullPath, length ?? 0);
            var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
            try
            {
                int count;
                while ((count = await content.ReadAtLeastAsync(buffer, BufferSize, throwOnEndOfStream: false, cancellationToken)) > 0)
                {
                    reservation.Reach(staged.Size + count);
                    await RandomAccess.WriteAsync(file, buffer.AsMemory(0, count), staged.Size, cancellationToken);
                    staged.Size += count;
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            stamps.Put(file);
            RandomAccess.FlushToDisk(file);
            return staged;
        }
        catch (Exception exception)
        {
            staged.Dispose();
            throw DiskErrors.AsFull(exception, staged.FullPath) is { } full ? full : Rethrow(exception);
        }
    }

    /// <summary>On a thread of its own: the copies of a file system that shares blocks take no time, others a long one.</summary>
    public Task<StagedContent> CopyAsync(DavResource source, bool withMembers, long replaced, CancellationToken cancellationToken) =>
        Task.Run(() => Copy(source, withMembers, replaced, cancellationToken), cancellationToken);

    private StagedContent Copy(DavResource source, bool withMembers, long replaced, CancellationToken cancellationToken)
    {
        var reservation = new QuotaReservation(quota, replaced);
        var staged = new StagedContent(folders.NewTemporary(), source.IsCollection, reservation) { ReplacesProperties = true };
        try
        {
            if (source.IsCollection)
            {
                CopyFolder(source.FullPath, staged.FullPath, withMembers, staged, reservation, cancellationToken);
            }
            else
            {
                CopyFile(new FileInfo(source.FullPath), staged.FullPath, staged, reservation);
                staged.Properties = folders.NewTemporary();
                if (!TryCopyFile(new FileInfo(StoreFolders.PropertiesOfFile(source.FullPath)), staged.Properties, staged, reservation))
                {
                    staged.Properties = null;
                }
            }

            return staged;
        }
        catch (Exception exception)
        {
            staged.Dispose();
            throw DiskErrors.AsFull(exception, staged.FullPath) is { } full ? full
                : IsAbout(source.IsCollection ? new DirectoryInfo(source.FullPath) : new FileInfo(source.FullPath), exception)
                    ? new DavException(StatusCodes.Status404NotFound, "There is nothing at this address any more.")
                    : Rethrow(exception);
        }
    }

    private void CopyFolder(
        string source, string destination, bool withMembers, StagedContent staged, QuotaReservation reservation, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(destination);
        foreach (var entry in new DirectoryInfo(source).EnumerateFileSystemInfos("*", s_members))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var target = Path.Combine(destination, entry.Name);
            if (entry is DirectoryInfo folder)
            {
                var isOwn = folder.Name.Equals(DavPath.OwnFolder, StringComparison.OrdinalIgnoreCase);
                if (isOwn && !withMembers)
                {
                    CopyOwnProperties(source, destination, staged, reservation);
                }
                else if (withMembers)
                {
                    try
                    {
                        CopyFolder(folder.FullName, target, withMembers, staged, reservation, cancellationToken);
                    }
                    catch (DirectoryNotFoundException exception) when (IsAbout(folder, exception))
                    {
                        // Deleted meanwhile, it is no member any more.
                    }
                }
            }
            else if (withMembers)
            {
                TryCopyFile((FileInfo)entry, target, staged, reservation);
            }
        }

        DurableFile.FlushDirectory(destination);
    }

    /// <summary>Depth 0: the collection's properties without those of its members.</summary>
    private void CopyOwnProperties(string source, string destination, StagedContent staged, QuotaReservation reservation)
    {
        var target = StoreFolders.PropertiesOfCollection(destination);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        TryCopyFile(new FileInfo(StoreFolders.PropertiesOfCollection(source)), target, staged, reservation);
    }

    /// <returns>False where there is no such file, or none any more.</returns>
    private bool TryCopyFile(FileInfo source, string destination, StagedContent staged, QuotaReservation reservation)
    {
        try
        {
            CopyFile(source, destination, staged, reservation);
            return true;
        }
        catch (Exception exception) when (IsAbout(source, exception))
        {
            return false;
        }
    }

    private void CopyFile(FileInfo source, string destination, StagedContent staged, QuotaReservation reservation)
    {
        reservation.Reach(staged.Size + source.Length);
        quota.RequireDisk(source.Length);
        source.CopyTo(destination);
        using var file = File.OpenHandle(destination, FileMode.Open, FileAccess.ReadWrite);
        staged.Size += RandomAccess.GetLength(file);
        stamps.Put(file);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Whether something failed because this is gone.</summary>
    private static bool IsAbout(FileSystemInfo source, Exception exception)
    {
        source.Refresh();
        return (exception is FileNotFoundException or DirectoryNotFoundException) && !source.Exists;
    }

    private static Exception Rethrow(Exception exception)
    {
        System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception);
        return exception;
    }

    // What cannot be read is an error: a copy without it would be taken for the whole.
    private static readonly EnumerationOptions s_members = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };
}
