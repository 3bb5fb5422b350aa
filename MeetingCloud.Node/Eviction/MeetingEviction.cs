using MeetingCloud.Contracts;
using MeetingCloud.Node.Sync;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Eviction;

/// <summary>Gives up closed meetings, those unused for longest first, when active ones need their room.</summary>
internal sealed class MeetingEviction(MeetingCatalog catalog, MeetingStates states, StorageBudget budget, ILogger<MeetingEviction> logger)
    : IDisposable
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

                var oldest = catalog.Entries.Where(entry => entry.Status == MeetingStatus.Closed).MinBy(entry => entry.LastUse.Time)
                    ?? throw new StorageFullException(
                        $"{bytes} bytes are missing and {budget.Free} free of {budget.Capacity}, with all closed meetings evicted.");
                logger.Evicted(oldest.Id, oldest.LastUse.Time);
                await RemoveAsync(oldest.Id);
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
}
