using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace MeetingCloud.Storage.Blobs;

/// <summary>
/// A blob that is arriving: one writer appends, any number of readers read what has come and wait for more. Its file outlives the
/// process, so that a transfer is resumed. The last <see cref="HeldBack"/> bytes are shown only once the whole is verified: no reader
/// gets a complete file that is wrong.
/// </summary>
public sealed class PartialBlob : IDisposable
{
    /// <summary>Bytes at the end that readers wait for until the whole is verified: 64 KiB.</summary>
    public const int HeldBack = 64 << 10;

    private const int BufferSize = 256 << 10;

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly Action<string, BlobHash> _publish;
    private readonly Action _closed;
    private readonly SharedFile _file;
    private readonly BlobHasher _hasher = new();
    private TaskCompletionSource? _progress;
    private Exception? _failure;
    private long _arrived;
    private bool _verified;
    private bool _disposed;

    private PartialBlob(string path, BlobHash hash, long size, SafeFileHandle file, Action<string, BlobHash> publish, Action closed)
    {
        _path = path;
        _publish = publish;
        _closed = closed;
        _file = new SharedFile(file, size);
        Hash = hash;
        Size = size;
    }

    public BlobHash Hash { get; }

    /// <summary>Bytes of the whole blob.</summary>
    public long Size { get; }

    /// <summary>Bytes that have come; a resumed transfer asks for those from here on.</summary>
    public long Arrived => Interlocked.Read(ref _arrived);

    /// <summary>Adds the next bytes. One caller at a time.</summary>
    /// <exception cref="BlobMismatchException">More than <see cref="Size"/>.</exception>
    /// <exception cref="StorageFullException">No room; what came before is kept, to be resumed.</exception>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (bytes.Length > Size - _arrived)
        {
            throw new BlobMismatchException($"More than {Size} bytes came for the blob {Hash}.");
        }

        // A write that was begun is finished, so that file and hash never disagree.
        var write = RandomAccess.WriteAsync(_file.Handle, bytes, _arrived, CancellationToken.None);
        try
        {
            await write;
        }
        catch (Exception exception) when (DiskErrors.IsFull(exception))
        {
            throw DiskErrors.AsFull(exception, _path)!;
        }

        _hasher.Append(bytes.Span);
        Advance(bytes.Length);
    }

    /// <summary>Verifies the whole, makes it a blob of the store and lets readers have the rest.</summary>
    /// <exception cref="BlobMismatchException">The bytes are not the blob. They are deleted, and readers fail.</exception>
    public BlobInfo Complete()
    {
        if (_arrived != Size)
        {
            throw new InvalidOperationException($"{_arrived} of {Size} bytes have come.");
        }

        var info = _hasher.Finish();
        if (info.Hash != Hash)
        {
            var mismatch = new BlobMismatchException($"The bytes that came have the SHA-256 {info.Hash} where {Hash} was asked for.");
            DurableFile.TryDelete(_path);
            Fail(mismatch);
            throw mismatch;
        }

        RandomAccess.FlushToDisk(_file.Handle);
        _publish(_path, Hash);
        Wake(() => _verified = true);
        return info;
    }

    /// <summary>Gives up: readers fail with <paramref name="reason"/>. The bytes stay, to be resumed by another transfer.</summary>
    public void Fail(Exception reason) => Wake(() => _failure ??= reason);

    /// <summary>Opens the blob for reading from its start, as far as it has come.</summary>
    /// <param name="closed">Called when the reader is disposed.</param>
    public IBlobContent OpenReader(Action? closed = null)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed || !_file.TryAcquire(), this);
        }

        return new PartialContent(this, _file, closed);
    }

    /// <summary>Ends the transfer. Readers of a verified blob read on; others fail.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        if (!_verified)
        {
            Fail(new IOException($"The transfer of the blob {Hash} was given up."));
        }

        _hasher.Dispose();
        _file.Release();
        _closed();
    }

    internal static async Task<PartialBlob> OpenAsync(
        string path, BlobHash hash, long size, Action<string, BlobHash> publish, Action closed, CancellationToken cancellationToken)
    {
        // Not preallocated: the file's length is how far the transfer came.
        var file = File.OpenHandle(
            path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
        var partial = new PartialBlob(path, hash, size, file, publish, closed);
        try
        {
            if (RandomAccess.GetLength(file) > size)
            {
                RandomAccess.SetLength(file, 0);
            }

            await partial.RehashAsync(cancellationToken);
            return partial;
        }
        catch
        {
            partial._hasher.Dispose();
            file.Dispose();
            throw;
        }
    }

    /// <summary>Waits until a byte at <paramref name="offset"/> may be read.</summary>
    /// <returns>How many bytes may be read from there on; 0 at the end.</returns>
    internal async ValueTask<long> WaitAsync(long offset, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task progress;
            lock (_lock)
            {
                if (_verified || offset >= Size)
                {
                    return Math.Max(0, Size - offset);
                }

                if (_failure is not null)
                {
                    throw new IOException($"The blob {Hash} did not come whole.", _failure);
                }

                var readable = Math.Min(_arrived, Size - HeldBack);
                if (offset < readable)
                {
                    return readable - offset;
                }

                progress = (_progress ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await progress.WaitAsync(cancellationToken);
        }
    }

    private async Task RehashAsync(CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int count;
            while ((count = await RandomAccess.ReadAsync(_file.Handle, buffer, _arrived, cancellationToken)) > 0)
            {
                _hasher.Append(buffer.AsSpan(0, count));
                _arrived += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Advance(int count) => Wake(() => _arrived += count);

    private void Wake(Action change)
    {
        TaskCompletionSource? progress;
        lock (_lock)
        {
            change();
            progress = _progress;
            _progress = null;
        }

        progress?.SetResult();
    }
}
