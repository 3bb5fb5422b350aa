using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace MeetingCloud.Storage.Blobs;

/// <summary>
/// Blobs as files, named by their SHA-256. A blob is written beside, hashed on the way, flushed and renamed: it is there whole or not
/// at all. Safe for concurrent use, also by stores of other processes on the same folder.
/// </summary>
public sealed class BlobStore : IBlobSource, IDisposable
{
    public const string MeterName = "MeetingCloud.Storage";

    private const long SpaceCheckInterval = 32 << 20;

    private readonly BlobStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly IDiskSpace _diskSpace;
    private readonly BlobFolder _folder;
    private readonly OpenFileCache _open;
    private readonly PartialBlobs _partials;
    private readonly BlobLocks _locks = new();
    private readonly BlobRemoval _removal;

    /// <param name="meters">Counts blobs that were found bad, on the meter <see cref="MeterName"/>; null for no counter.</param>
    public BlobStore(
        BlobStoreOptions options, TimeProvider time, ILogger<BlobStore> logger, IDiskSpace? diskSpace = null, IMeterFactory? meters = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _time = time;
        _diskSpace = diskSpace ?? new VolumeDiskSpace();
        _folder = new BlobFolder(options.RootPath);
        _open = new OpenFileCache(options.OpenFiles);
        _partials = new PartialBlobs(_folder, EnsureRoom, Publish);
        _removal = new BlobRemoval(options, _folder, _locks, _open, _partials, time, logger);
        // Observed, so that it is there with 0 before the first: a rate begins there.
        meters?.Create(MeterName).CreateObservableCounter(
            "meetingcloud.blobs.quarantined", () => _removal.Quarantined, "{blob}", "Blobs that were found corrupt on disk.");
    }

    /// <summary>The folder, absolute.</summary>
    public string RootPath => _folder.Root;

    /// <summary>Room on the store's volume.</summary>
    public DiskSpace MeasureSpace() => _diskSpace.Measure(_folder.Root);

    /// <summary>Bytes that the store may still take: what is free, but for what is kept free (<see cref="BlobStoreOptions.ReservedBytes"/>).</summary>
    public long MeasureRoom() => Math.Max(0, MeasureSpace().Free - _options.ReservedBytes);

    /// <summary>
    /// Adds a blob. Adding what is there already is no error: the fresh copy replaces it, which renews its last-write time and heals a
    /// corrupt one.
    /// </summary>
    /// <param name="expectedHash">What it must be; null where the bytes themselves say so.</param>
    /// <param name="expectedSize">Bytes there must be; room for them is taken at once.</param>
    /// <exception cref="BlobMismatchException">The bytes are not those expected. Nothing is kept.</exception>
    /// <exception cref="StorageFullException">No room. Nothing is kept.</exception>
    public async Task<BlobInfo> AddAsync(
        Stream content, BlobHash? expectedHash = null, long? expectedSize = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        EnsureRoom(expectedSize ?? 0);
        var temporary = _folder.NewTemporary();
        try
        {
            using var file = TemporaryFile.Create(temporary, expectedSize ?? 0);
            var info = await BlobWriter.CopyAsync(content, file, expectedSize, CheckRoomNowAndThen, cancellationToken);
            if (info.Size != (expectedSize ?? info.Size))
            {
                throw new BlobMismatchException($"{info.Size} bytes came where {expectedSize} were announced.");
            }

            if (info.Hash != (expectedHash ?? info.Hash))
            {
                throw new BlobMismatchException($"The bytes have the SHA-256 {info.Hash} where {expectedHash} was announced.");
            }

            RandomAccess.FlushToDisk(file);
            // While it is open, and so locked: whoever sweeps takes it for abandoned at no moment.
            Publish(temporary, info.Hash);
            return info;
        }
        catch (Exception exception)
        {
            DurableFile.TryDelete(temporary);
            if (DiskErrors.AsFull(exception, temporary) is { } full)
            {
                throw full;
            }

            throw;
        }

        void CheckRoomNowAndThen(long written)
        {
            if (expectedSize is null && written > 0 && written % SpaceCheckInterval == 0)
            {
                EnsureRoom(0);
            }
        }
    }

    /// <summary>
    /// Adds a file that lies on the disk already, flushed, and that its owner has hashed: without a copy where the file system has hard
    /// links. The file stays its owner's, who may delete it and must not change it any more.
    /// </summary>
    /// <exception cref="BlobMismatchException">The file had to be copied, and is not what it was said to be. Nothing is kept.</exception>
    /// <exception cref="StorageFullException">The file had to be copied, and there is no room. Nothing is kept.</exception>
    public async Task AddFileAsync(string path, BlobInfo info, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(info);
        var temporary = _folder.NewLink();
        if (!HardLink.TryCreate(path, temporary))
        {
            await using var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, useAsync: true);
            await AddAsync(content, info.Hash, info.Size, cancellationToken);
            return;
        }

        try
        {
            Publish(temporary, info.Hash);
        }
        finally
        {
            // Renaming one name of a file over another of its names does nothing (POSIX, rename), so this one may still be there.
            DurableFile.TryDelete(temporary);
        }
    }

    /// <summary>
    /// Opens a transfer of a blob. What an earlier one left is kept and hashed again first, so that this one goes on at
    /// <see cref="PartialBlob.Arrived"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">A transfer of this blob is open already.</exception>
    /// <exception cref="StorageFullException">No room for what is missing.</exception>
    public Task<PartialBlob> OpenPartialAsync(BlobHash hash, long size, CancellationToken cancellationToken) =>
        _partials.OpenAsync(hash, size, cancellationToken);

    public bool TryGetSize(BlobHash hash, out long size)
    {
        var file = new FileInfo(_folder.Blob(hash));
        size = file.Exists ? file.Length : 0;
        return file.Exists;
    }

    /// <summary>The blob, or null where it is not held.</summary>
    public IBlobContent? OpenRead(BlobHash hash)
    {
        var file = _open.Find(hash);
        if (file is null)
        {
            var removals = _open.Removals;
            try
            {
                var handle = File.OpenHandle(_folder.Blob(hash), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
                file = new SharedFile(handle, RandomAccess.GetLength(handle));
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }

            _open.Add(hash, file, removals);
        }

        return new FileContent(file);
    }

    public ValueTask<IBlobContent> OpenAsync(BlobHash hash, long size, CancellationToken cancellationToken)
    {
        var content = OpenRead(hash) ?? throw new BlobNotFoundException(hash);
        if (content.Length == size)
        {
            return new ValueTask<IBlobContent>(content);
        }

        content.Dispose();
        throw new BlobMismatchException($"The blob {hash} has {content.Length} bytes where {size} are expected.");
    }

    /// <summary>All blobs, in no order, read from the folders as it goes.</summary>
    public IEnumerable<StoredBlob> Enumerate() => _folder.Blobs();

    /// <summary>Transfers that can be resumed, open or not, with the bytes that have come.</summary>
    public IEnumerable<StoredBlob> EnumeratePartial() => _folder.Parts();

    /// <summary>Deletes what has come of a blob, unless a transfer of it is open.</summary>
    public bool DeletePartial(BlobHash hash) => _partials.TryDelete(hash);

    /// <summary>Deletes a blob; readers that have it open read on. False where it is not held.</summary>
    /// <param name="unlessAddedSince">Spares a blob that was added at that time or later, however late the decision to delete it.</param>
    public bool Delete(BlobHash hash, DateTimeOffset? unlessAddedSince = null) => _removal.Delete(hash, unlessAddedSince);

    /// <summary>
    /// Hashes a blob again. One that is not what its name says, or cannot be read, goes to quarantine, if the disk lets it. False where
    /// it is not held (any more).
    /// </summary>
    /// <param name="pace">Awaited before bytes are read, with their number: bounds the speed.</param>
    public async Task<bool> VerifyAsync(
        BlobHash hash, Func<int, CancellationToken, ValueTask>? pace = null, CancellationToken cancellationToken = default) =>
        await InspectAsync(hash, pace, cancellationToken) == BlobCondition.Sound;

    /// <summary>The same, and tells what else it found.</summary>
    /// <param name="pace">Awaited before bytes are read, with their number: bounds the speed.</param>
    public Task<BlobCondition> InspectAsync(
        BlobHash hash, Func<int, CancellationToken, ValueTask>? pace = null, CancellationToken cancellationToken = default) =>
        _removal.InspectAsync(hash, pace, cancellationToken);

    /// <summary>
    /// To be called at the start and now and then: removes what a killed process was writing, and nothing that any process writes now; puts
    /// back what it was about to delete.
    /// Transfers that can be resumed, and quarantined blobs, stay for <see cref="BlobStoreOptions.Retention"/>.
    /// </summary>
    /// <returns>How many files were removed.</returns>
    public int DeleteStaleTemporaries() => _removal.DeleteStaleTemporaries();

    public void Dispose()
    {
        _open.Dispose();
        _partials.Dispose();
    }

    private void EnsureRoom(long bytes)
    {
        var free = _diskSpace.Measure(_folder.Root).Free;
        if (free - _options.ReservedBytes < bytes)
        {
            throw new StorageFullException(
                $"{_folder.Root} has {free} bytes free, of which {_options.ReservedBytes} are kept free: no room for {Math.Max(bytes, 1)} more.");
        }
    }

    private void Publish(string source, BlobHash hash)
    {
        // A rename keeps the time of the last write; the blob's age counts from now.
        File.SetLastWriteTimeUtc(source, _time.GetUtcNow().UtcDateTime);
        lock (_locks.Of(hash))
        {
            try
            {
                DurableFile.Publish(source, _folder.Blob(hash));
            }
            finally
            {
                _open.Remove(hash);
            }
        }
    }
}
