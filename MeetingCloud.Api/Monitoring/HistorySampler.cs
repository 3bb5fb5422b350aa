using MeetingCloud.Api.Nodes;
using MeetingCloud.Contracts;
using MeetingCloud.Storage.Origins;

namespace MeetingCloud.Api.Monitoring;

/// <summary>Looks at the nodes and the origin pool every <see cref="History.Interval"/>.</summary>
/// <param name="pool">Null where the origin is the control plane's own disk.</param>
internal sealed class HistorySampler(History history, NodeRegistry registry, TimeProvider time, OriginPool? pool = null) : BackgroundService
{
    private readonly Dictionary<string, ServerTotals> _before = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(History.Interval, time);
        do
        {
            history.Add(Take());
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private HistorySample Take()
    {
        var nodes = registry.List();
        return new HistorySample(
            time.GetUtcNow(),
            [
                .. nodes.Where(n => n.Status != NodeState.Lost).Take(History.MaxNodes)
                    .Select(n => new NodeSample(n.Id, n.ActiveDownloads, n.BytesPerSecond)),
            ],
            nodes.Count(n => n.Status == NodeState.Active),
            nodes.Count,
            [.. (pool?.Servers ?? []).Select(Take)]);
    }

    private ServerSample Take(OriginServer server)
    {
        var before = _before.GetValueOrDefault(server.Id);
        var now = ServerTotals.Of(server.Counters);
        _before[server.Id] = now;
        return new ServerSample(
            server.Id,
            server.Limiter.InUse,
            server.Limiter.Waiting,
            now.Requests - before.Requests,
            now.Errors - before.Errors,
            now.BytesRead - before.BytesRead,
            now.BytesWritten - before.BytesWritten,
            server.Counters.MeanLatency is { } latency ? Math.Round(latency.TotalMilliseconds, 1) : null);
    }
}
