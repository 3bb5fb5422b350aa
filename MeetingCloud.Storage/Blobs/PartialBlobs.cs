using System.Collections.Concurrent;

namespace MeetingCloud.Storage.Blobs;

/// <summary>The transfers of a store: one for a blob at a time.</summary>
internal sealed class PartialBlobs(BlobFolder folder, Action<long> ensureRoom, Action<string, BlobHash> publish)
{
    private readonly ConcurrentDictionary<string, bool> _open = new(StringComparer.Ordinal);

    public bool IsOpen(string path) => _open.ContainsKey(path);

    public async Task<PartialBlob> OpenAsync(BlobHash hash, long size, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        var path = folder.Part(hash);
        if (!_open.TryAdd(path, true))
        {
            throw new InvalidOperationException($"The blob {hash} is being transferred already.");
        }

        try
        {
            var part = new FileInfo(path);
            var held = part.Exists ? Math.Min(part.Length, size) : 0;
            ensureRoom(size - held);
            return await PartialBlob.OpenAsync(path, hash, size, publish, () => _open.TryRemove(path, out _), cancellationToken);
        }
        catch
        {
            _open.TryRemove(path, out _);
            throw;
        }
    }
}
