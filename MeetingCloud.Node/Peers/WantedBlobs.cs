using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Peers;

/// <summary>
/// The blobs that running synchronisations have made room for. A neighbour may ask for any of them before this node has come to it:
/// two nodes that wait for each other's share would else stand still.
/// </summary>
internal sealed class WantedBlobs
{
    private readonly Lock _lock = new();
    private readonly Dictionary<BlobHash, List<Wanted>> _wanted = [];
    private TaskCompletionSource _changed = New();

    /// <summary>Completes when more is wanted, or known, than when it was asked for.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
            {
                return _changed.Task;
            }
        }
    }

    /// <summary>Wants blobs until it is disposed.</summary>
    public IDisposable Add(IReadOnlyCollection<(BlobHash Hash, long Size)> blobs, BlobSources sources)
    {
        var share = new Share(this, [.. blobs.Select(blob => (blob.Hash, new Wanted(blob.Size, sources)))]);
        TaskCompletionSource changed;
        lock (_lock)
        {
            foreach (var (hash, wanted) in share.Blobs)
            {
                if (!_wanted.TryGetValue(hash, out var all))
                {
                    _wanted.Add(hash, all = []);
                }

                all.Add(wanted);
            }

            changed = _changed;
            _changed = New();
        }

        changed.SetResult();
        return share;
    }

    public Wanted? Find(BlobHash hash)
    {
        lock (_lock)
        {
            return _wanted.TryGetValue(hash, out var all) ? all[^1] : null;
        }
    }

    private void Remove(Share share)
    {
        lock (_lock)
        {
            foreach (var (hash, wanted) in share.Blobs)
            {
                if (_wanted.TryGetValue(hash, out var all) && all.Remove(wanted) && all.Count == 0)
                {
                    _wanted.Remove(hash);
                }
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="Size">Bytes.</param>
    internal sealed record Wanted(long Size, BlobSources Sources);

    private sealed class Share(WantedBlobs owner, IReadOnlyList<(BlobHash Hash, Wanted Wanted)> blobs) : IDisposable
    {
        public IReadOnlyList<(BlobHash Hash, Wanted Wanted)> Blobs { get; } = blobs;

        public void Dispose() => owner.Remove(this);
    }
}
