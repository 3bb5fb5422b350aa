using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace MeetingCloud.Api.Nodes;

/// <summary>
/// Keeps the local view and Redis in step. What happens here goes to Redis at once; what happens elsewhere comes by announcement, and
/// by reading everything now and then. When Redis comes back empty, it is filled again from what the instances know.
/// </summary>
internal sealed class NodeRegistrySync(
    NodeRegistry registry, RedisNodeStore store, TimeProvider time, ILogger<NodeRegistrySync> logger)
    : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    private readonly ConcurrentQueue<string> _changed = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private volatile bool _away;
    private bool _subscribed;

    /// <summary>Tells the other instances. A Redis that is away is no error: they learn it when it is back.</summary>
    public Task SavedAsync(NodeRecord record) => TryAsync(() => store.SaveAsync(record, registry.Age(record.Id)));

    public Task LostAsync(string id) => TryAsync(() => store.LoseAsync(id));

    public Task ForgottenAsync(string id) => TryAsync(() => store.ForgetAsync(id));

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_away
            ? HealthCheckResult.Degraded("Redis is away: nodes are known from this instance's own view.")
            : HealthCheckResult.Healthy());

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await TryAsync(ReconcileAsync);
            await WaitAsync(stoppingToken);
        }
    }

    private async Task ReconcileAsync()
    {
        if (!_subscribed)
        {
            // The client renews the subscription by itself after a lost connection.
            await store.SubscribeAsync(Changed, id => registry.Lose(id), id => registry.Forget(id));
            _subscribed = true;
        }

        if (_away || _changed.IsEmpty)
        {
            await ReadAllAsync();
            return;
        }

        while (_changed.TryDequeue(out var id))
        {
            if (await store.LoadAsync(id) is { } node)
            {
                registry.Merge(node.Record, node.Age);
            }
        }
    }

    private async Task ReadAllAsync()
    {
        _changed.Clear();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (record, age) in await store.LoadAsync())
        {
            if (registry.Merge(record, age))
            {
                known.Add(record.Id);
            }
        }

        foreach (var record in registry.Records().Where(r => !known.Contains(r.Id)))
        {
            await store.SaveAsync(record, registry.Age(record.Id));
        }
    }

    private void Changed(string id)
    {
        _changed.Enqueue(id);
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Awake already.
        }
        catch (ObjectDisposedException)
        {
            // Stopping.
        }
    }

    private async Task WaitAsync(CancellationToken stoppingToken)
    {
        using var timer = new CancellationTokenSource(s_interval, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stoppingToken);
        try
        {
            await _wake.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // Time for the next look, or for the end.
        }
    }

    private async Task TryAsync(Func<Task> action)
    {
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
            if (!_away)
            {
                _away = true;
                Log.RedisAway(logger, e.GetType().Name);
            }
        }
    }
}
