using MeetingCloud.Contracts;
using MeetingCloud.Node.Media;
using MeetingCloud.Node.Peers;
using MeetingCloud.Node.Sync;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Eviction;

/// <summary>
/// Gives up closed meetings, and pictures and tracks that no meeting needs, those unused for longest first, when others need their room.
/// </summary>
internal sealed class MeetingEviction(
    MeetingCatalog catalog,
    MeetingStates states,
    MediaCatalog media,
    NodeBlobs blobs,
    BlobReferences references,
    StorageBudget budget,
    ILogger<MeetingEviction> logger) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    public void Dispose() => _one.Dispose();

    /// <summary>Reserves room, evicting where need be.</summary>
    /// <exception cref="StorageFullException">Nothing that may be evicted is left, and there is not enough room.</exception>
    public async Task<StorageReservation> MakeRoomAsync(long bytes, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                if (budget.TryReserve(bytes) is { } reservation)
                {
                    return reservation;
                }

                // Evicting all of it for what can never fit would help nobody.
                if (bytes > budget.Capacity || !await EvictOldestAsync())
                {
                    throw new StorageFullException(
                        $"{bytes} bytes are missing and {budget.Free} free of {budget.Capacity}, with all evicted that may be.");
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

    private async Task<bool> EvictOldestAsync()
    {
        var meeting = catalog.Entries.Where(entry => entry.Status == MeetingStatus.Closed).MinBy(entry => entry.LastUse.Time);
        var blob = media.Oldest(hash => !references.TryGetSize(hash, out _));
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
