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

    /// <summary>
    /// Counts what is stored; called at the start, and when the folder was changed from outside. What was stored or removed meanwhile
    /// may be counted or not: then the running count is the better one.
    /// </summary>
    public void Recount()
    {
        var changes = Interlocked.Read(ref _changes);
        var counted = store.Enumerate().Sum(blob => blob.Size);
        lock (_lock)
        {
            if (changes == _changes)
            {
                Interlocked.Exchange(ref _stored, counted);
            }
        }
    }

    public void Stored(long bytes) => Change(bytes);

    public void Removed(long bytes) => Change(-bytes);

    /// <summary>Bytes of blobs that are still to come: what an earlier transfer of one has left is here already.</summary>
    public long Missing(IEnumerable<(BlobHash Hash, long Size)> blobs)
    {
        var arrived = store.EnumeratePartial().ToDictionary(part => part.Hash, part => part.Size);
        return blobs.Sum(blob => Math.Max(0, blob.Size - arrived.GetValueOrDefault(blob.Hash)));
    }

    /// <summary>Promises room for blobs that are to come. Null where there is not enough; disposing gives the promise back.</summary>
    public StorageReservation? TryReserve(IReadOnlyCollection<(BlobHash Hash, long Size)> blobs)
    {
        lock (_lock)
        {
            // What has come of the promised ones is not free any more, and is not promised besides.
            var promised = Missing(_promised.Select(promise => (promise.Key, promise.Value.Size)));
            if (Free - promised < Missing(blobs.Where(blob => !_promised.ContainsKey(blob.Hash))))
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
