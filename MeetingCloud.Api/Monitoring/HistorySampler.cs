using MeetingCloud.Api.Nodes;
using MeetingCloud.Contracts;
using MeetingCloud.Storage.Origins;

namespace MeetingCloud.Api.Monitoring;

/// <summary>Looks at the nodes and the origin pool every <see cref="History.Interval"/>, at the same moments in all instances.</summary>
/// <param name="shared">What other instances see; null where there is none to ask.</param>
/// <param name="pool">Null where the origin is the control plane's own disk.</param>
internal sealed class HistorySampler(
    History history, NodeRegistry registry, TimeProvider time, SharedHistory? shared = null, OriginPool? pool = null) : BackgroundService
{
    /// <summary>In which all instances have written down what they saw; more than their clocks differ.</summary>
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(1);

    /// <summary>A timer may be a moment early, and would find the same moment once more.</summary>
    private static readonly TimeSpan s_past = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<string, ServerTotals> _before = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (shared is null)
        {
            using var timer = new PeriodicTimer(History.Interval, time);
            do
            {
                history.Add(Take(time.GetUtcNow()));
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
            return;
        }

        foreach (var sample in await shared.ReadBeforeAsync(shared.Now))
        {
            history.Add(sample);
        }

        while (true)
        {
            var sample = Take(shared.Now);
            await shared.AddAsync(sample);
            await Task.Delay(s_settle, time, stoppingToken);
            history.Add(await shared.ReadAsync(sample));
            var next = sample.At + History.Interval + s_past - time.GetUtcNow();
            // Of a clock that was set back no more is waited for than at other times.
            await Task.Delay(TimeSpan.FromTicks(Math.Clamp(next.Ticks, 0, (History.Interval + s_past).Ticks)), time, stoppingToken);
        }
    }

    private HistorySample Take(DateTimeOffset at)
    {
        var nodes = registry.List();
        return new HistorySample(
            at,
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
