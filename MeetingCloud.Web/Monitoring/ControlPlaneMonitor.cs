using MeetingCloud.Contracts;
using MeetingCloud.Web.ControlPlane;

namespace MeetingCloud.Web.Monitoring;

/// <summary>The control plane's own health, the last hour, and what befell nodes: each asked for once however many watch it.</summary>
internal sealed class ControlPlaneMonitor : IDisposable
{
    /// <summary>The control plane takes a sample this often.</summary>
    public static readonly TimeSpan HistoryInterval = TimeSpan.FromSeconds(10);

    private readonly LiveSources<string, Page<NodeEvent>> _events;

    public ControlPlaneMonitor(IMonitoringClient monitoring, INodesClient nodes, TimeProvider time, ILogger<ControlPlaneMonitor> logger)
    {
        _events = new((id, _, cancellationToken) => nodes.GetEventsAsync(id, cancellationToken), HistoryInterval, time, logger);
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
    public LiveSource<Page<NodeEvent>> EventsOf(string nodeId) => _events[nodeId];

    public void Dispose()
    {
        Health.Dispose();
        History.Dispose();
        _events.Dispose();
    }
}
