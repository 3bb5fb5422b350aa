using Microsoft.Win32.SafeHandles;

namespace MeetingCloud.Storage.Blobs;

/// <summary>
/// The transfers of a store: one for a blob at a time. Of several processes on one folder, one resumes what an earlier one left; the
/// others begin each transfer anew, in files of their own.
/// </summary>
internal sealed class PartialBlobs(BlobFolder folder, Action<long> ensureRoom, Action<string, BlobHash> publish) : IDisposable
{
    // What is left of a transfer is deleted under the same lock under which another would take it up.
    private readonly Lock _lock = new();
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly SafeFileHandle? _resumes = TryLock(folder.PartLock);

    public async Task<PartialBlob> OpenAsync(BlobHash hash, long size, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        var name = folder.Part(hash);
        var path = _resumes is null ? folder.NewPart() : name;
        lock (_lock)
        {
            if (!_open.Add(name))
            {
                throw new InvalidOperationException($"The blob {hash} is being transferred already.");
            }

            _open.Add(path);
        }

        try
        {
            var part = new FileInfo(path);
            var held = part.Exists ? Math.Min(part.Length, size) : 0;
            ensureRoom(size - held);
            return await PartialBlob.OpenAsync(path, hash, size, publish, Closed, cancellationToken);
        }
        catch
        {
            Closed();
            throw;
        }

        void Closed()
        {
            lock (_lock)
            {
                _open.Remove(name);
                _open.Remove(path);
            }

            if (path != name)
            {
                // Nobody would resume it.
                DurableFile.TryDelete(path);
            }
        }
    }

    /// <summary>Deletes what a transfer left; false while one is open, or where another process resumes transfers.</summary>
    public bool TryDelete(BlobHash hash) => _resumes is not null && TryDelete(folder.Part(hash));

    /// <summary>Deletes a file of the temporary folder, unless it is that of an open transfer.</summary>
    public bool TryDelete(string path)
    {
        lock (_lock)
        {
            return !_open.Contains(path) && DurableFile.TryDelete(path);
        }
    }

    public void Dispose() => _resumes?.Dispose();

    private static SafeFileHandle? TryLock(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (FileLock.IsTaken(exception))
        {
            return null;
        }
    }
}
