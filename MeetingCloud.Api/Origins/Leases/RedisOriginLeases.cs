using System.Collections.Concurrent;
using MeetingCloud.Storage.Origins;
using StackExchange.Redis;

namespace MeetingCloud.Api.Origins.Leases;

/// <summary>
/// The origin's limits among all instances of the control plane, through Redis keys with a TTL. While Redis is away each instance keeps
/// to its share, by the number of instances it last knew of. Neither scripts nor notifications are used.
/// </summary>
internal sealed class RedisOriginLeases(LeaseLink link, LeaseOptions options, TimeProvider time, Random random) : IOriginLeases, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, SlotLeases> _slots = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Server, string Budget, int Limit, TimeSpan Window), BudgetLeases> _budgets = new();
    private volatile bool _known;
    private int _disposed;

    public TimeSpan RenewInterval => options.RenewInterval;

    public async ValueTask<int> HoldSlotsAsync(string serverId, int capacity, int wanted, int inUse, CancellationToken cancellationToken)
    {
        await IntroduceAsync(cancellationToken);
        return await _slots.GetOrAdd(serverId, id => new SlotLeases(id, link, options, random))
            .HoldAsync(capacity, wanted, inUse, cancellationToken);
    }

    public async ValueTask<RequestGrant> TakeRequestsAsync(
        string serverId, string budget, int limit, TimeSpan window, int wanted, CancellationToken cancellationToken)
    {
        await IntroduceAsync(cancellationToken);
        return await BudgetOf(serverId, budget, limit, window).TakeAsync(wanted, cancellationToken);
    }

    /// <summary>What all instances have spent of a budget within its window; while Redis is away, as far as this one knows.</summary>
    public Task<int> SpentAsync(string serverId, string budget, int limit, TimeSpan window, CancellationToken cancellationToken) =>
        BudgetOf(serverId, budget, limit, window).SpentAsync(cancellationToken);

    /// <summary>Says that this instance lives, counts the others, and tells what Redis missed. Called every <see cref="RenewInterval"/>.</summary>
    public async Task BeatAsync(CancellationToken cancellationToken)
    {
        if (await link.TryAsync(db => CountAsync(db, cancellationToken), cancellationToken))
        {
            _known = true;
            foreach (var budget in _budgets.Values)
            {
                await budget.TellAsync(cancellationToken);
            }
        }
    }

    /// <summary>Leaves: what it holds is free at once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            // The container knows it under two names.
            return;
        }

        foreach (var slots in _slots.Values)
        {
            await slots.HoldAsync(capacity: 1, wanted: 0, inUse: 0, CancellationToken.None);
            slots.Dispose();
        }

        foreach (var budget in _budgets.Values)
        {
            await budget.TellAsync(CancellationToken.None);
            budget.Dispose();
        }

        await link.TryAsync(
            async db =>
            {
                await link.Within(db.KeyDeleteAsync(LeaseLink.PresenceOf(link.Instance)), CancellationToken.None);
                await link.Within(db.SetRemoveAsync(LeaseLink.Members, link.Instance), CancellationToken.None);
            },
            CancellationToken.None);
    }

    private BudgetLeases BudgetOf(string serverId, string budget, int limit, TimeSpan window) => _budgets.GetOrAdd(
        (serverId, budget, limit, window), key => new BudgetLeases(key.Server, key.Budget, key.Limit, key.Window, link, options, time));

    // Before its first request, an instance must be known to the others, and know how many they are.
    private ValueTask IntroduceAsync(CancellationToken cancellationToken) =>
        _known ? ValueTask.CompletedTask : new ValueTask(BeatAsync(cancellationToken));

    private async Task CountAsync(IDatabase db, CancellationToken cancellationToken)
    {
        var said = db.StringSetAsync(LeaseLink.PresenceOf(link.Instance), RedisValue.EmptyString, options.LeaseTime);
        var joined = db.SetAddAsync(LeaseLink.Members, link.Instance);
        var members = await link.Within(db.SetMembersAsync(LeaseLink.Members), cancellationToken);
        await link.Within(said, cancellationToken);
        await link.Within(joined, cancellationToken);
        var alive = await link.Within(db.StringGetAsync([.. members.Select(member => LeaseLink.PresenceOf(member!))]), cancellationToken);
        RedisValue[] dead = [.. members.Where((_, i) => alive[i].IsNull)];
        if (dead.Length > 0)
        {
            await link.Within(db.SetRemoveAsync(LeaseLink.Members, dead), cancellationToken);
        }

        link.Instances = members.Length - dead.Length;
    }
}
