using System.Collections.Concurrent;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Peers;

/// <summary>
/// Transfers that draw from a source which waits for nobody. As long as they do, their bytes may be passed on to any node that asks,
/// also to one whose turn comes first, and no two nodes wait for each other.
/// </summary>
internal sealed class DirectTransfers
{
    private readonly ConcurrentDictionary<BlobHash, CancellationTokenSource> _direct = new();

    /// <summary>A transfer draws directly from now on. Of a blob there is one transfer at a time.</summary>
    public void Begin(BlobHash hash) => _direct[hash] = new CancellationTokenSource();

    /// <summary>It does so no more: whoever follows is cut off, before another source is asked.</summary>
    public void Break(BlobHash hash)
    {
        if (_direct.TryRemove(hash, out var direct))
        {
            direct.Cancel();
        }
    }

    /// <summary>The blob is stored: whoever reads may read to the end.</summary>
    public void Complete(BlobHash hash) => _direct.TryRemove(hash, out _);

    /// <summary>Cancelled when the transfer draws directly no more; null where there is no such transfer.</summary>
    public CancellationToken? Find(BlobHash hash) => _direct.TryGetValue(hash, out var direct) ? direct.Token : null;
}
