using System.Runtime.InteropServices;

namespace MeetingCloud.Storage.Blobs;

/// <summary>Files that are there whole or not at all, also after a loss of power.</summary>
public static partial class DurableFile
{
    private const int ReadOnly = 0;
    private const int InvalidArgument = 22;

    /// <summary>Replaces a small file: written beside, flushed, renamed, and the rename flushed.</summary>
    /// <exception cref="StorageFullException">No room; the file is as it was.</exception>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var temporary = path + ".new";
        try
        {
            using (var file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await RandomAccess.WriteAsync(file, content, 0, cancellationToken);
                RandomAccess.FlushToDisk(file);
            }

            Publish(temporary, path);
        }
        catch (Exception exception)
        {
            TryDelete(temporary);
            if (DiskErrors.AsFull(exception, path) is { } full)
            {
                throw full;
            }

            throw;
        }
    }

    /// <summary>Renames a flushed file over <paramref name="destination"/> and makes the rename last.</summary>
    public static void Publish(string source, string destination)
    {
        File.Move(source, destination, overwrite: true);
        FlushDirectory(Path.GetDirectoryName(Path.GetFullPath(destination))!);
    }

    /// <summary>
    /// Writes a directory's entries to disk: without it a rename may be lost with the power. Windows has no such call, and NTFS
    /// journals its entries: there this does nothing.
    /// </summary>
    public static void FlushDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = OpenDescriptor(path, ReadOnly);
        if (descriptor < 0)
        {
            throw new IOException($"Cannot open the directory {path}: {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        try
        {
            // Some network file systems cannot and say EINVAL; they have nothing to flush.
            if (FlushDescriptor(descriptor) != 0 && Marshal.GetLastPInvokeError() != InvalidArgument)
            {
                throw new IOException($"Cannot flush the directory {path}: {Marshal.GetLastPInvokeErrorMessage()}.");
            }
        }
        finally
        {
            _ = CloseDescriptor(descriptor);
        }
    }

    /// <summary>Deletes what may be there; what cannot be deleted now is swept up at the next start.</summary>
    /// <returns>Whether nothing is there any more.</returns>
    public static bool TryDelete(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenDescriptor(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FlushDescriptor(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int CloseDescriptor(int descriptor);
}
