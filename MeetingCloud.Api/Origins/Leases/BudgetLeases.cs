using MeetingCloud.Storage.Origins;
using StackExchange.Redis;

namespace MeetingCloud.Api.Origins.Leases;

/// <summary>
/// A budget of requests in any window, among the instances. Each writes what it spent, by thirtieths of the window, into a key of its
/// own, always the whole: so a write may be lost or repeated, and a Redis that lost everything is soon put right. It first writes what
/// it would like to take, then looks at what all have, and then takes back what is too much: two who ask at once get too little rather
/// than too much. A part counts until all of it has left the window; those of others longer, by how far clocks may be apart.
/// </summary>
internal sealed class BudgetLeases : IDisposable
{
    private const int Parts = 30;

    /// <summary>What another instance wrote a moment ago it may be taking back just now.</summary>
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(250);

    private readonly SemaphoreSlim _gate = new(1);
    private readonly string _name;
    private readonly int _limit;
    private readonly long _part;
    private readonly int _skew;
    private readonly TimeSpan _keep;
    private readonly LeaseLink _link;
    private readonly TimeProvider _time;
    private readonly SpentParts _own = new();

    /// <summary>What others had spent at the last look.</summary>
    private readonly SpentParts _others = new();

    /// <summary>Of what this instance spent: that without Redis, since it was last relied on.</summary>
    private readonly SpentParts _alone = new();

    public BudgetLeases(string server, string budget, int limit, TimeSpan window, LeaseLink link, LeaseOptions options, TimeProvider time)
    {
        _name = FormattableString.Invariant($"{server}:{budget}:{(long)window.TotalMilliseconds}");
        _limit = limit;
        _part = Math.Max(1, window.Ticks / Parts);
        _skew = (int)Math.Min(Parts, (options.ClockSkew.Ticks + _part - 1) / _part);
        _keep = TimeSpan.FromTicks(_part * (Parts + 2 + (2 * _skew)));
        _link = link;
        _time = time;
    }

    private RedisKey Spenders => $"origin:spenders:{_name}";

    public async ValueTask<RequestGrant> TakeAsync(int wanted, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var now = Forget();
            var granted = 0;
            if (_link.IsCautious
                || !await _link.TryAsync(async db => granted = await TogetherAsync(db, now, wanted, cancellationToken), cancellationToken))
            {
                granted = Alone(now, wanted);
            }

            return new RequestGrant(granted, granted == wanted ? TimeSpan.Zero : WhenMore(now));
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Requests that all instances have taken within the window; while Redis is away, as far as this one knows.</summary>
    public async Task<int> SpentAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await _link.TryAsync(db => LookAsync(db, cancellationToken), cancellationToken);
            var now = Forget();
            return _own.Sum(now - Parts) + _others.Sum(now - Parts - _skew);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Writes again what this instance spent: Redis may have been away, or have forgotten it.</summary>
    public async Task TellAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            Forget();
            if (!_own.IsEmpty)
            {
                await _link.TryAsync(db => WriteAsync(db, cancellationToken), cancellationToken);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<int> TogetherAsync(IDatabase db, long now, int wanted, CancellationToken cancellationToken)
    {
        var taken = wanted;
        _own.Add(now, taken);
        try
        {
            await WriteAsync(db, cancellationToken);
            await LookAsync(db, cancellationToken);
            var over = _own.Sum(now - Parts) + _others.Sum(now - Parts - _skew) - _limit;
            if (over > 0)
            {
                var tooMany = Math.Min(wanted, over);
                _own.Add(now, -tooMany);
                taken -= tooMany;
                await WriteAsync(db, cancellationToken);
            }

            _alone.Clear();
            return taken;
        }
        catch
        {
            // Nothing was granted; what Redis may have kept of it, the next write puts right.
            _own.Add(now, -taken);
            throw;
        }
    }

    private async Task WriteAsync(IDatabase db, CancellationToken cancellationToken)
    {
        var written = db.StringSetAsync(KeyOf(_link.Instance), _own.ToString(), _keep);
        var joined = db.SetAddAsync(Spenders, _link.Instance);
        await _link.Within(written, cancellationToken);
        await _link.Within(joined, cancellationToken);
    }

    private async Task LookAsync(IDatabase db, CancellationToken cancellationToken)
    {
        var spenders = await _link.Within(db.SetMembersAsync(Spenders), cancellationToken);
        RedisValue[] others = [.. spenders.Where(spender => spender != _link.Instance)];
        var spent = await _link.Within(db.StringGetAsync(Array.ConvertAll(others, other => KeyOf(other!))), cancellationToken);
        _others.Clear();
        foreach (var text in spent.Where(text => !text.IsNull))
        {
            _others.AddText(text!);
        }

        RedisValue[] silent = [.. others.Where((_, i) => spent[i].IsNull)];
        if (silent.Length > 0)
        {
            // Those that live may be about to spend again, and must be found then.
            var living = await _link.Within(db.StringGetAsync(Array.ConvertAll(silent, other => LeaseLink.PresenceOf(other!))), cancellationToken);
            RedisValue[] gone = [.. silent.Where((_, i) => living[i].IsNull)];
            if (gone.Length > 0)
            {
                await _link.Within(db.SetRemoveAsync(Spenders, gone), cancellationToken);
            }
        }
    }

    /// <summary>
    /// Without Redis: what was left when it went is divided by the number of instances, and so is what comes free as the window moves on.
    /// </summary>
    private int Alone(long now, int wanted)
    {
        var alone = _alone.Sum(now - Parts);
        var before = _own.Sum(now - Parts) - alone + _others.Sum(now - Parts - _skew);
        var granted = Math.Clamp((Math.Max(0, _limit - before) / _link.Instances) - alone, 0, wanted);
        _own.Add(now, granted);
        _alone.Add(now, granted);
        return granted;
    }

    /// <summary>When the oldest part that counts has left the window.</summary>
    private TimeSpan WhenMore(long now)
    {
        var end = Math.Min((_own.First + Parts + 1) ?? long.MaxValue, (_others.First + Parts + 1 + _skew) ?? long.MaxValue);
        var wait = end == long.MaxValue ? TimeSpan.FromTicks(_part) : TimeSpan.FromTicks((end * _part) - _time.GetUtcNow().UtcTicks);
        return _others.Has(now) && wait > s_soon ? s_soon : wait;
    }

    /// <returns>The present part.</returns>
    private long Forget()
    {
        var now = _time.GetUtcNow().UtcTicks / _part;
        _own.ForgetBefore(now - Parts);
        _alone.ForgetBefore(now - Parts);
        _others.ForgetBefore(now - Parts - _skew);
        return now;
    }

    private RedisKey KeyOf(string instance) => $"origin:spent:{_name}:{instance}";
}
