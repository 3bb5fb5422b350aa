using System.Collections.Concurrent;
using MeetingCloud.Contracts;
using MeetingCloud.Web.ControlPlane;

namespace MeetingCloud.Web.Monitoring;

/// <summary>The control plane's own health, the last hour, and what befell nodes: each asked for once however many watch it.</summary>
internal sealed class ControlPlaneMonitor : IDisposable
{
    /// <summary>The control plane takes a sample this often.</summary>
    public static readonly TimeSpan HistoryInterval = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, LiveSource<Page<NodeEvent>>> _events = new(StringComparer.Ordinal);
    private readonly INodesClient _nodes;
    private readonly TimeProvider _time;
    private readonly ILogger<ControlPlaneMonitor> _logger;

    public ControlPlaneMonitor(IMonitoringClient monitoring, INodesClient nodes, TimeProvider time, ILogger<ControlPlaneMonitor> logger)
    {
        (_nodes, _time, _logger) = (nodes, time, logger);
        Health = new LiveSource<ControlPlaneHealth>(
            (_, cancellationToken) => monitoring.GetHealthAsync(cancellationToken), ClusterMonitor.Interval, time, logger);
        History = new LiveSource<ClusterHistory>(
            async (before, cancellationToken) => before is { Times: [.., var last] }
                ? HistoryMerge.Append(before, await monitoring.GetHistoryAsync(last, cancellationToken))
                : await monitoring.GetHistoryAsync(since: null, cancellationToken),
            HistoryInterval,
            time,
            logger);
    }

    public LiveSource<ControlPlaneHealth> Health { get; }

    public LiveSource<ClusterHistory> History { get; }

    /// <summary>A node's events, newest first.</summary>
    public LiveSource<Page<NodeEvent>> EventsOf(string nodeId) => _events.GetOrAdd(
        nodeId,
        id => new LiveSource<Page<NodeEvent>>(
            (_, cancellationToken) => _nodes.GetEventsAsync(id, cancellationToken), HistoryInterval, _time, _logger));

    public void Dispose()
    {
        Health.Dispose();
        History.Dispose();
        foreach (var (_, source) in _events)
        {
            source.Dispose();
        }
    }
}
