using StackExchange.Redis;

namespace MeetingCloud.Api.Origins.Leases;

/// <summary>
/// A server's slots among the instances. Slot i is held by whoever's name is in <c>origin:slot:{server}:{i}</c>, a key with a TTL, so
/// that no two can hold the same and nobody holds one after death. Instances that want slots say how many, in
/// <c>origin:want:{server}:{instance}</c>, and each holds no more than its fair share of what is there.
/// </summary>
internal sealed class SlotLeases(string server, LeaseLink link, LeaseOptions options, Random random) : IDisposable
{
    /// <summary>Rounds in which slots that seemed free turned out to be taken by another instance that asked at the same time.</summary>
    private const int MostRounds = 3;

    private readonly SemaphoreSlim _gate = new(1);
    private readonly HashSet<int> _mine = [];
    private int _promised;

    private RedisKey Wanting => $"origin:wants:{server}";

    /// <inheritdoc cref="MeetingCloud.Storage.Origins.IOriginLeases.HoldSlotsAsync"/>
    public async ValueTask<int> HoldAsync(int capacity, int wanted, int inUse, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // The caller may use what it was promised until it hears otherwise, and what it uses it cannot give back at once.
            var floor = Math.Max(Math.Min(_promised, wanted), inUse);
            var held = 0;
            _promised = await link.TryAsync(async db => held = await ShareAsync(db, capacity, wanted, floor, cancellationToken), cancellationToken)
                ? held
                : Alone(capacity, wanted);
            return _promised;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<int> ShareAsync(IDatabase db, int capacity, int wanted, int floor, CancellationToken cancellationToken)
    {
        var target = Math.Min(wanted, await FairShareAsync(db, capacity, wanted, cancellationToken));
        if (link.IsCautious)
        {
            target = Math.Min(target, AloneShare(capacity));
        }

        await RenewAsync(db, cancellationToken);
        if (_mine.Count < target)
        {
            await TakeAsync(db, capacity, target, cancellationToken);
        }
        else if (_mine.Count > Math.Max(target, floor))
        {
            await ReleaseAsync(db, Math.Max(target, floor), cancellationToken);
        }

        return Math.Min(_mine.Count, target);
    }

    private async Task<int> FairShareAsync(IDatabase db, int capacity, int wanted, CancellationToken cancellationToken)
    {
        if (wanted == 0)
        {
            await link.Within(db.KeyDeleteAsync(WantOf(link.Instance)), cancellationToken);
            await link.Within(db.SetRemoveAsync(Wanting, link.Instance), cancellationToken);
            return 0;
        }

        var said = db.StringSetAsync(WantOf(link.Instance), wanted, options.LeaseTime);
        var joined = db.SetAddAsync(Wanting, link.Instance);
        var members = await link.Within(db.SetMembersAsync(Wanting), cancellationToken);
        await link.Within(said, cancellationToken);
        await link.Within(joined, cancellationToken);
        var wants = await link.Within(db.StringGetAsync([.. members.Select(member => WantOf(member!))]), cancellationToken);
        RedisValue[] dead = [.. members.Where((_, i) => wants[i].IsNull)];
        if (dead.Length > 0)
        {
            await link.Within(db.SetRemoveAsync(Wanting, dead), cancellationToken);
        }

        return Level(capacity, wants.Where(want => !want.IsNull).Select(want => (int)want));
    }

    /// <summary>What each may have so that nobody has more while another wants for some: those who want little leave the rest to others.</summary>
    internal static int Level(int capacity, IEnumerable<int> wants)
    {
        int[] ascending = [.. wants.Order()];
        var left = capacity;
        for (var i = 0; i < ascending.Length; i++)
        {
            var sharers = ascending.Length - i;
            if ((long)ascending[i] * sharers > left)
            {
                return (left + sharers - 1) / sharers;
            }

            left -= ascending[i];
        }

        return capacity;
    }

    private async Task RenewAsync(IDatabase db, CancellationToken cancellationToken)
    {
        int[] mine = [.. _mine];
        var renewals = Array.ConvertAll(mine, slot => db.LockExtendAsync(KeyOf(slot), link.Instance, options.LeaseTime));
        for (var i = 0; i < mine.Length; i++)
        {
            if (!await link.Within(renewals[i], cancellationToken))
            {
                _mine.Remove(mine[i]);
                link.DistrustForAWhile();
            }
        }
    }

    private async Task TakeAsync(IDatabase db, int capacity, int target, CancellationToken cancellationToken)
    {
        for (var round = 0; round < MostRounds && _mine.Count < target; round++)
        {
            int[] others = [.. Enumerable.Range(0, capacity).Where(slot => !_mine.Contains(slot))];
            var holders = await link.Within(db.StringGetAsync(Array.ConvertAll(others, KeyOf)), cancellationToken);

            // Ours without our knowledge: Redis took it when we no longer waited for its answer.
            int[] found = [.. others.Where((_, i) => holders[i] == link.Instance)];
            int[] free = [.. others.Where((_, i) => holders[i].IsNull)];
            random.Shuffle(free);
            int[] tries = [.. found.Concat(free).Take(target - _mine.Count)];
            if (tries.Length == 0)
            {
                return;
            }

            var taken = Array.ConvertAll(tries, slot => found.Contains(slot)
                ? db.LockExtendAsync(KeyOf(slot), link.Instance, options.LeaseTime)
                : db.LockTakeAsync(KeyOf(slot), link.Instance, options.LeaseTime));
            for (var i = 0; i < tries.Length; i++)
            {
                if (await link.Within(taken[i], cancellationToken))
                {
                    _mine.Add(tries[i]);
                }
            }
        }
    }

    private async Task ReleaseAsync(IDatabase db, int keep, CancellationToken cancellationToken)
    {
        // The highest first: slots that a smaller capacity no longer has.
        int[] surplus = [.. _mine.OrderDescending().Take(_mine.Count - keep)];
        _mine.ExceptWith(surplus);
        foreach (var release in Array.ConvertAll(surplus, slot => db.LockReleaseAsync(KeyOf(slot), link.Instance)))
        {
            await link.Within(release, cancellationToken);
        }
    }

    /// <summary>
    /// Without Redis. What others hold they go on using, so more than is held here is taken only when their leases have ended and they,
    /// too, keep to their share.
    /// </summary>
    private int Alone(int capacity, int wanted)
    {
        var share = Math.Min(wanted, AloneShare(capacity));
        var othersMayHold = link.Instances > 1 && link.HasAnsweredLately;
        return othersMayHold ? Math.Min(share, _promised) : share;
    }

    private int AloneShare(int capacity) => Math.Max(1, capacity / link.Instances);

    private RedisKey KeyOf(int slot) => FormattableString.Invariant($"origin:slot:{server}:{slot}");

    private RedisKey WantOf(string instance) => $"origin:want:{server}:{instance}";
}
