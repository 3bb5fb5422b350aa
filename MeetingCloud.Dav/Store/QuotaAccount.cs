using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Dav.Store;

/// <summary>Counts the bytes in use. They are added up once, at the start; from then on every change adds or takes its own.</summary>
internal sealed class QuotaAccount(DavOptions options, StoreFolders folders, IDiskSpace disk)
{
    private long _used;

    public long Used => Math.Max(0, Interlocked.Read(ref _used));

    /// <summary>What may still be written: of the quota, and of the disk.</summary>
    public long Available
    {
        get
        {
            var free = disk.Measure(folders.Root).Free;
            return options.QuotaBytes is { } quota ? Math.Clamp(quota - Used, 0, free) : free;
        }
    }

    /// <summary>Counts what is there already, or a change that made something smaller.</summary>
    public void Add(long bytes) => Interlocked.Add(ref _used, bytes);

    /// <summary>Takes room for bytes to come.</summary>
    /// <param name="allowance">What will be freed by the same change: a file may be replaced by one of its size in a full store.</param>
    /// <exception cref="StorageFullException">There is not that much left.</exception>
    public void Take(long bytes, long allowance)
    {
        var used = Interlocked.Add(ref _used, bytes);
        if (bytes > 0 && used - allowance > options.QuotaBytes)
        {
            Interlocked.Add(ref _used, -bytes);
            throw new StorageFullException($"The quota of {options.QuotaBytes} bytes has no room for {bytes} more.");
        }
    }
}
