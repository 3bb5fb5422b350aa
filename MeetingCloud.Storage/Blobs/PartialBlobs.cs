using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;

namespace MeetingCloud.Storage.Blobs;

/// <summary>
/// The transfers of a store: one for a blob at a time. Of several processes on one folder, one resumes what an earlier one left; the
/// others begin each transfer anew, in files of their own.
/// </summary>
internal sealed class PartialBlobs(BlobFolder folder, Action<long> ensureRoom, Action<string, BlobHash> publish) : IDisposable
{
    private readonly ConcurrentDictionary<string, bool> _open = new(StringComparer.Ordinal);
    private readonly SafeFileHandle? _resumes = Lock(folder.PartLock);

    public bool IsOpen(string path) => _open.ContainsKey(path);

    public async Task<PartialBlob> OpenAsync(BlobHash hash, long size, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        var name = folder.Part(hash);
        if (!_open.TryAdd(name, true))
        {
            throw new InvalidOperationException($"The blob {hash} is being transferred already.");
        }

        var path = _resumes is null ? folder.NewPart() : name;
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
            _open.TryRemove(name, out _);
            if (path != name)
            {
                // Nobody would resume it.
                DurableFile.TryDelete(path);
            }
        }
    }

    public void Dispose() => _resumes?.Dispose();

    private static SafeFileHandle? Lock(string path)
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
