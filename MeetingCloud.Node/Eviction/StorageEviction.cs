using MeetingCloud.Contracts;
using MeetingCloud.Node.Media;
using MeetingCloud.Node.Peers;
using MeetingCloud.Node.Sync;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Eviction;

/// <summary>
/// Gives up closed meetings, and pictures and tracks that no meeting needs, those unused for longest first, when others need their room.
/// </summary>
internal sealed class StorageEviction(
    MeetingCatalog catalog,
    MeetingStates states,
    MediaCatalog media,
    NodeBlobs blobs,
    BlobReferences references,
    StorageBudget budget,
    ILogger<StorageEviction> logger) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    public void Dispose() => _one.Dispose();

    /// <summary>Reserves room for blobs that are not here yet, evicting where need be.</summary>
    /// <exception cref="StorageFullException">Nothing that may be evicted is left, and there is not enough room.</exception>
    public async Task<StorageReservation> MakeRoomAsync(
        IReadOnlyCollection<(BlobHash Hash, long Size)> missing, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                if (budget.TryReserve(missing) is { } reservation)
                {
                    return reservation;
                }

                // Evicting what others may want for something that would not fit even then helps nobody.
                if (Evictable() < budget.Lacking(missing) || !await EvictOldestAsync())
                {
                    throw new StorageFullException(
                        $"{budget.Missing(missing)} bytes are missing and {budget.Free} free of {budget.Capacity}, of which {budget.Promised}"
                        + $" are promised to others, with no more than {Evictable()} that may be evicted.");
                }
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Gives up a meeting; blobs that others share, or that downloads still read, stay.</summary>
    public async Task RemoveAsync(string id)
    {
        // The state first: killed in between, a start finds blobs that nobody needs, and not a meeting without blobs.
        states.Delete(id);
        catalog.Remove(id);
        await catalog.Released;
    }

    /// <summary>Bytes that come free if all goes that may. What they share with others is none of these.</summary>
    private long Evictable() => references.BytesFreedBy(Closed().SelectMany(entry => entry.Ready?.Blobs ?? [])) + media.Bytes(IsUnneeded);

    /// <summary>Those that give room: what is being downloaded stays until the last download ends.</summary>
    private IEnumerable<MeetingEntry> Closed() =>
        catalog.Entries.Where(entry => entry.Status == MeetingStatus.Closed && entry.Ready is not { IsShared: true });

    private bool IsUnneeded(BlobHash hash) => !references.TryGetSize(hash, out _);

    private async Task<bool> EvictOldestAsync()
    {
        var meeting = Closed().MinBy(entry => entry.LastUse.Time);
        var blob = media.Oldest(IsUnneeded);
        if (meeting is not null && !(blob?.LastUse < meeting.LastUse.Time))
        {
            logger.Evicted(meeting.Id, meeting.LastUse.Time);
            await RemoveAsync(meeting.Id);
            return true;
        }

        if (blob is not { } oldest)
        {
            return false;
        }

        logger.MediaEvicted(oldest.Hash, oldest.LastUse);
        media.Remove(oldest.Hash);
        // A meeting may have come to need it just now: then it stays, as the meeting's.
        references.DeleteIfUnneeded(oldest.Hash, hash => blobs.Delete(hash));
        return true;
    }
}
