namespace MeetingCloud.Storage.Origins;

/// <summary>
/// Shares a server's limits out to all processes that use it. What a process holds it may use without asking again.
/// </summary>
public interface IOriginLeases
{
    /// <summary>How often what is held must be asked for again, lest it expire.</summary>
    TimeSpan RenewInterval { get; }

    /// <summary>
    /// Asks to hold <paramref name="wanted"/> of the server's slots; called again every <see cref="RenewInterval"/> while any is held,
    /// and whenever the need changes.
    /// </summary>
    /// <param name="capacity">Slots that the server has: requests at a time.</param>
    /// <param name="wanted">From the call on, the caller begins no request that would make more than these.</param>
    /// <param name="inUse">Requests under way: their slots are given to nobody else before a later call says that they have ended.</param>
    /// <returns>How many are held now: fewer than wanted where others hold them, never more. It may be fewer than are in use; then no
    /// request begins until enough have ended.</returns>
    ValueTask<int> HoldSlotsAsync(string serverId, int capacity, int wanted, int inUse, CancellationToken cancellationToken);

    /// <summary>Takes up to <paramref name="wanted"/> requests from a budget of <paramref name="limit"/> in any <paramref name="window"/>.</summary>
    /// <param name="budget">Tells a server's budgets apart.</param>
    ValueTask<RequestGrant> TakeRequestsAsync(
        string serverId, string budget, int limit, TimeSpan window, int wanted, CancellationToken cancellationToken);
}
