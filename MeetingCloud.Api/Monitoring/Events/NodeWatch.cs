using MeetingCloud.Api.Instances;
using MeetingCloud.Api.Nodes;
using MeetingCloud.Contracts;

namespace MeetingCloud.Api.Monitoring.Events;

/// <summary>
/// Notices nodes that are lost and nodes that are back. A missed heartbeat is nobody's call, so someone has to look: one of the instances.
/// </summary>
internal sealed class NodeWatch(NodeRegistry registry, NodeEvents events, ClusterLock cluster, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private Dictionary<string, bool> _lost = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, time);
        do
        {
            if (cluster.IsHeld)
            {
                Look();
            }
            else
            {
                // Once it is this one's turn, it tells of every node, and what is no news is not written.
                _lost.Clear();
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Look()
    {
        var now = time.GetUtcNow();
        var lost = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var node in registry.Entries())
        {
            var isLost = node.State(now, registry.Timeout) == NodeState.Lost;
            lost.Add(node.Record.Id, isLost);
            if (!_lost.TryGetValue(node.Record.Id, out var wasLost) || wasLost != isLost)
            {
                events.Add(node.Record.Id, isLost ? NodeEventKind.Lost : NodeEventKind.Back, isLost ? Reason(node) : null);
            }
        }

        _lost = lost;
    }

    private static string Reason(NodeEntry node) =>
        node.Record.Draining ? "stopped" : node.LostAt > node.LastSeen ? "line_broken" : "heartbeat_missed";
}
