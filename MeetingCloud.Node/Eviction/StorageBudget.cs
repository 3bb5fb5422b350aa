using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Eviction;

/// <summary>What blobs take, what is promised to transfers under way, and what may still come.</summary>
internal sealed class StorageBudget(NodeOptions options, BlobStore store)
{
    private readonly Lock _lock = new();
    private long _used;
    private long _changes;
    private long _promised;

    /// <summary>Bytes of all stored blobs.</summary>
    public long Used => Interlocked.Read(ref _used);

    /// <summary>Bytes that the node may use: its quota, or what the disk would hold without anything else on it.</summary>
    public long Capacity => options.QuotaBytes ?? store.MeasureSpace().Total;

    /// <summary>Bytes that may still come.</summary>
    public long Free
    {
        get
        {
            var disk = store.MeasureSpace().Free;
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
                Interlocked.Exchange(ref _used, counted);
            }
        }
    }

    public void Stored(long bytes) => Change(bytes);

    public void Removed(long bytes) => Change(-bytes);

    /// <summary>Promises room for a transfer. Null where there is not enough; disposing gives the promise back.</summary>
    public StorageReservation? TryReserve(long bytes)
    {
        lock (_lock)
        {
            if (Free - _promised < bytes)
            {
                return null;
            }

            _promised += bytes;
            return new StorageReservation(bytes, GiveBack);
        }
    }

    private void Change(long bytes)
    {
        lock (_lock)
        {
            _changes++;
            Interlocked.Add(ref _used, bytes);
        }
    }

    private void GiveBack(long bytes)
    {
        lock (_lock)
        {
            _promised -= bytes;
        }
    }
}
