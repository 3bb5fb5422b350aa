using MeetingCloud.Web.ControlPlane;

namespace MeetingCloud.Web.Monitoring;

/// <summary>What pages watch, each asked for once however many watch it.</summary>
internal sealed class ClusterMonitor : IDisposable
{
    /// <summary>Together with an answer's own time this keeps a page within two seconds of the truth.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public ClusterMonitor(INodesClient nodes, IMeetingsClient meetings, TimeProvider time, ILogger<ClusterMonitor> logger)
    {
        Cluster = new LiveSource<ClusterSnapshot>(
            async (_, cancellationToken) =>
            {
                var known = nodes.GetNodesAsync(cancellationToken);
                var active = meetings.GetActiveAsync(cancellationToken);
                await Task.WhenAll(known, active);
                return new ClusterSnapshot(time.GetUtcNow(), await known, await active);
            },
            Interval,
            time,
            logger);
    }

    /// <summary>Nodes and active meetings.</summary>
    public LiveSource<ClusterSnapshot> Cluster { get; }

    public void Dispose() => Cluster.Dispose();
}
