using System.Collections.Concurrent;

namespace MeetingCloud.Storage.Origins.Limits;

/// <summary>The limits of a process that has the servers to itself.</summary>
public sealed class LocalLeases(TimeProvider time) : IOriginLeases
{
    private readonly ConcurrentDictionary<(string Server, string Budget), RequestBudget> _budgets = new();

    public TimeSpan RenewInterval => Timeout.InfiniteTimeSpan;

    public ValueTask<int> HoldSlotsAsync(string serverId, int capacity, int wanted, int inUse, CancellationToken cancellationToken) =>
        new(Math.Min(capacity, wanted));

    public ValueTask<RequestGrant> TakeRequestsAsync(
        string serverId, string budget, int limit, TimeSpan window, int wanted, CancellationToken cancellationToken) =>
        new(_budgets.GetOrAdd((serverId, budget), _ => new RequestBudget(limit, window, time)).Take(wanted));
}
