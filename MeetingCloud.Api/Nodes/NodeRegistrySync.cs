using System.Collections.Concurrent;
using MeetingCloud.ServiceDefaults;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace MeetingCloud.Api.Nodes;

/// <summary>
/// Keeps the local view and Redis in step. What happens here goes to Redis at once; what happens elsewhere comes by announcement, and
/// by reading everything now and then. When Redis comes back empty, it is filled again from what the instances know.
/// </summary>
internal sealed class NodeRegistrySync(
    NodeRegistry registry, RedisNodeStore store, OpenLines lines, TimeProvider time, ILogger<NodeRegistrySync> logger)
    : BackgroundService, IHealthCheck
{
    /// <summary>How often all is read and, where it is missing, written.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly ConcurrentQueue<string> _changed = new();
    private readonly WakeSignal _wake = new();
    private volatile bool _away;
    private bool _subscribed;
    private long _readAllAt;

    private bool IsReadAllDue => time.GetElapsedTime(Interlocked.Read(ref _readAllAt)) >= Interval;

    /// <summary>Tells the other instances. A Redis that is away is no error: they learn it when it is back.</summary>
    public Task SavedAsync(NodeRecord record) => TryAsync(() => store.SaveAsync(record, registry.Age(record.Id)));

    /// <summary>The node, also where it was registered at another instance a moment ago.</summary>
    public async Task<NodeRecord?> FindAsync(string id)
    {
        if (registry.Find(id) is null)
        {
            await TryAsync(() => LoadAsync(id));
        }

        return registry.Find(id);
    }

    /// <summary>Reads what other instances have written by now, where Redis is there to tell.</summary>
    public Task RefreshAsync() => _away ? Task.CompletedTask : TryAsync(ReadAllAsync);

    /// <summary>The node has opened the event stream of this number here.</summary>
    public Task FoundAsync(NodeRecord record, long line) => TryAsync(() => store.FindAsync(record, line));

    /// <summary>The node's event stream of this number broke.</summary>
    public Task LostAsync(string id, long line) => TryAsync(() => store.LoseAsync(id, line));

    /// <summary>An admin has forgotten the node here.</summary>
    public Task ForgottenAsync(string id)
    {
        lines.Forget(id);
        return TryAsync(() => store.ForgetAsync(id, registry.ForgottenAt(id)));
    }

    /// <summary>The number of an event stream that a node opens now: greater than those of the streams that it had before.</summary>
    public async Task<long> NextLineAsync(string nodeId)
    {
        long next = 0;
        await TryAsync(async () => next = await store.NextLineAsync());
        // Without Redis: by the clock, which Redis's numbers keep up with.
        return next > 0 ? next : Math.Max(time.GetUtcNow().ToUnixTimeMilliseconds(), lines.NewestOf(nodeId) + 1);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_away
            ? HealthCheckResult.Degraded("Redis is away: nodes are known from this instance's own view.")
            : HealthCheckResult.Healthy());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await TryAsync(ReconcileAsync);
            await _wake.WaitAsync(Interval, time, stoppingToken);
        }
    }

    private async Task ReconcileAsync()
    {
        if (!_subscribed)
        {
            // The client renews the subscription by itself after a lost connection.
            await store.SubscribeAsync(new NodeNews(Changed, Found, Lost, Forgotten));
            _subscribed = true;
        }

        var hasNews = !_away && !_changed.IsEmpty;
        while (hasNews && !IsReadAllDue && _changed.TryDequeue(out var id))
        {
            await LoadAsync(id);
        }

        // On a busy cluster news never ends, and of what was not announced, or is missing, it does not tell.
        if (!hasNews || IsReadAllDue)
        {
            await ReadAllAsync();
        }
    }

    private async Task LoadAsync(string id)
    {
        if (await store.LoadAsync(id) is { } node && !registry.IsForgotten(node.Record)
            && !registry.Merge(node.Record, node.Age) && registry.Find(id) is { } better)
        {
            await store.SaveAsync(better, registry.Age(id));
        }
    }

    private async Task ReadAllAsync()
    {
        Interlocked.Exchange(ref _readAllAt, time.GetTimestamp());
        _changed.Clear();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var loaded = await store.LoadAsync();
        // After the nodes, as they are deleted after it is said that they are forgotten: none falls between.
        foreach (var (id, at) in await store.LoadForgottenAsync())
        {
            registry.Forget(id, at);
        }

        foreach (var (record, age) in loaded)
        {
            if (registry.IsForgotten(record))
            {
                // It was forgotten here while Redis was away.
                await store.ForgetAsync(record.Id, registry.ForgottenAt(record.Id));
                known.Add(record.Id);
            }
            else if (registry.Merge(record, age))
            {
                known.Add(record.Id);
            }
        }

        foreach (var record in registry.Records().Where(r => !known.Contains(r.Id)))
        {
            await store.SaveAsync(record, registry.Age(record.Id));
        }
    }

    private void Found(string id, long line)
    {
        if (lines.Opened(id, line, isHere: false))
        {
            registry.Found(id);
        }

        Changed(id);
    }

    private void Lost(string id, long line)
    {
        if (lines.Closed(id, line))
        {
            registry.Lose(id);
        }
        else if (lines.IsOpenHere(id) && registry.Find(id) is { } record)
        {
            // It has come here from there. Whoever said so has ended its lease.
            _ = SavedAsync(record);
        }
    }

    private void Forgotten(string id, DateTimeOffset at)
    {
        registry.Forget(id, at);
        lines.Forget(id);
    }

    private void Changed(string id)
    {
        _changed.Enqueue(id);
        _wake.Set();
    }

    private async Task TryAsync(Func<Task> action)
    {
        if (!store.IsConnected)
        {
            // The client would keep the caller waiting for a connection, each command for some seconds.
            NoteAway("not connected");
            return;
        }

        try
        {
            await action();
            if (_away)
            {
                _away = false;
                Log.RedisBack(logger);
            }
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            NoteAway(e.GetType().Name);
        }
    }

    private void NoteAway(string reason)
    {
        registry.BePatient();
        if (!_away)
        {
            _away = true;
            Log.RedisAway(logger, reason);
        }
    }
}
