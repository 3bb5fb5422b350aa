using System.Runtime.InteropServices;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Eviction;

/// <summary>
/// Which blobs the held packages need. A blob is deleted under the same lock under which a package comes to need it: what a package
/// counted as stored cannot vanish meanwhile.
/// </summary>
internal sealed class BlobReferences
{
    private readonly Lock _lock = new();
    private readonly Dictionary<BlobHash, (int Count, long Size)> _references = [];

    public void Add(IEnumerable<(BlobHash Hash, long Size)> blobs)
    {
        lock (_lock)
        {
            foreach (var (hash, size) in blobs)
            {
                ref var reference = ref CollectionsMarshal.GetValueRefOrAddDefault(_references, hash, out _);
                reference = (reference.Count + 1, size);
            }
        }
    }

    /// <summary>Takes references back, and deletes what no package needs any more.</summary>
    public void Release(IEnumerable<(BlobHash Hash, long Size)> blobs, Action<BlobHash> delete)
    {
        foreach (var (hash, _) in blobs)
        {
            lock (_lock)
            {
                ref var reference = ref CollectionsMarshal.GetValueRefOrNullRef(_references, hash);
                if (--reference.Count == 0)
                {
                    _references.Remove(hash);
                    delete(hash);
                }
            }
        }
    }

    /// <summary>Deletes a blob if no package needs it.</summary>
    public void DeleteIfUnneeded(BlobHash hash, Action<BlobHash> delete)
    {
        lock (_lock)
        {
            if (!_references.ContainsKey(hash))
            {
                delete(hash);
            }
        }
    }

    /// <summary>Bytes of the blobs that nobody would need any more if these references were taken back.</summary>
    public long BytesFreedBy(IEnumerable<(BlobHash Hash, long Size)> blobs)
    {
        var counts = blobs.CountBy(blob => blob.Hash).ToList();
        lock (_lock)
        {
            return counts.Sum(count => _references.TryGetValue(count.Key, out var all) && all.Count == count.Value ? all.Size : 0);
        }
    }

    /// <summary>The size of a blob that some package needs.</summary>
    public bool TryGetSize(BlobHash hash, out long size)
    {
        lock (_lock)
        {
            var found = _references.TryGetValue(hash, out var reference);
            size = reference.Size;
            return found;
        }
    }
}
