using System.Runtime.InteropServices;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Eviction;

/// <summary>What blobs take, what is promised to transfers under way, and what may still come.</summary>
internal sealed class StorageBudget(NodeOptions options, BlobStore store)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<BlobHash, (int Count, long Size)> _promised = [];
    private long _stored;
    private long _changes;

    /// <summary>Bytes of all stored blobs, and of those on their way what has come.</summary>
    public long Used => Interlocked.Read(ref _stored) + store.EnumeratePartial().Sum(part => part.Size);

    /// <summary>Bytes that the node may use: its quota, or what the disk would hold without anything else on it.</summary>
    public long Capacity => options.QuotaBytes ?? store.MeasureSpace().Total;

    /// <summary>Bytes that may still come.</summary>
    public long Free
    {
        get
        {
            var disk = store.MeasureRoom();
            return Math.Max(0, options.QuotaBytes is { } quota ? Math.Min(disk, quota - Used) : disk);
        }
    }

    /// <summary>Bytes that are promised and still to come: what has come of the promised blobs is not free any more.</summary>
    public long Promised
    {
        get
        {
            lock (_lock)
            {
                return Missing(_promised.Select(promise => (promise.Key, promise.Value.Size)));
            }
        }
    }

    /// <summary>Counts what is stored, as at the start.</summary>
    public void Recount()
    {
        foreach (var _ in CountStored())
        {
        }
    }

    /// <summary>
    /// All stored blobs, which are counted on the way, in case the folder was changed from outside. What was stored or removed meanwhile
    /// may be among them or not: then the running count is the better one.
    /// </summary>
    public IEnumerable<StoredBlob> CountStored()
    {
        var changes = Interlocked.Read(ref _changes);
        var counted = 0L;
        foreach (var blob in store.Enumerate())
        {
            counted += blob.Size;
            yield return blob;
        }

        SetStored(counted, changes);
    }

    public void Stored(long bytes) => Change(bytes);

    public void Removed(long bytes) => Change(-bytes);

    /// <summary>Bytes of blobs that are still to come: what an earlier transfer of one has left is here already.</summary>
    public long Missing(IEnumerable<(BlobHash Hash, long Size)> blobs)
    {
        var arrived = store.EnumeratePartial().ToDictionary(part => part.Hash, part => part.Size);
        return blobs.Sum(blob => Math.Max(0, blob.Size - arrived.GetValueOrDefault(blob.Hash)));
    }

    /// <summary>Bytes that are not free, or promised to other blobs, of those that blobs which are not here yet need; 0 or less where all are.</summary>
    public long Lacking(IReadOnlyCollection<(BlobHash Hash, long Size)> blobs)
    {
        lock (_lock)
        {
            return Missing(blobs.Where(blob => !_promised.ContainsKey(blob.Hash))) - (Free - Promised);
        }
    }

    /// <summary>Promises room for blobs that are to come. Null where there is not enough; disposing gives the promise back.</summary>
    public StorageReservation? TryReserve(IReadOnlyCollection<(BlobHash Hash, long Size)> blobs)
    {
        lock (_lock)
        {
            if (Lacking(blobs) > 0)
            {
                return null;
            }

            foreach (var (hash, size) in blobs)
            {
                ref var promise = ref CollectionsMarshal.GetValueRefOrAddDefault(_promised, hash, out _);
                promise = (promise.Count + 1, size);
            }

            return new StorageReservation(blobs.Select(blob => blob.Hash), GiveBack);
        }
    }

    private void SetStored(long bytes, long changes)
    {
        lock (_lock)
        {
            if (changes == _changes)
            {
                Interlocked.Exchange(ref _stored, bytes);
            }
        }
    }

    private void Change(long bytes)
    {
        lock (_lock)
        {
            _changes++;
            Interlocked.Add(ref _stored, bytes);
        }
    }

    private void GiveBack(BlobHash blob)
    {
        lock (_lock)
        {
            ref var promise = ref CollectionsMarshal.GetValueRefOrNullRef(_promised, blob);
            if (--promise.Count == 0)
            {
                _promised.Remove(blob);
            }
        }
    }
}
