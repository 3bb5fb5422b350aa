using System.Diagnostics.Metrics;
using MeetingCloud.Api.Nodes;
using MeetingCloud.Contracts;

namespace MeetingCloud.Api.Monitoring.Metrics;

/// <summary>The nodes as this instance sees them: also those that cannot report for themselves.</summary>
internal sealed class NodeMetrics
{
    private static readonly (NodeState State, string Name)[] s_states =
        [(NodeState.Active, "active"), (NodeState.Maintenance, "maintenance"), (NodeState.Lost, "lost")];

    private readonly NodeRegistry _registry;
    private readonly NodeOptions _options;
    private readonly TimeProvider _time;

    public NodeMetrics(IMeterFactory meters, NodeRegistry registry, NodeOptions options, TimeProvider time)
    {
        _registry = registry;
        _options = options;
        _time = time;
        var meter = meters.Create(ControlPlaneMeter.Name);
        meter.CreateObservableGauge("meetingcloud.nodes", Count, "{node}", "Nodes known, by state.");
        meter.CreateObservableGauge("meetingcloud.node.status", Status, "{node}", "1 for the state that the node is in, 0 for the others.");
        meter.CreateObservableGauge("meetingcloud.node.heartbeat.age", Ages, "s", "Time since the node was last heard of.");
        meter.CreateObservableGauge(
            "meetingcloud.node.health", () => Alive(n => n.Health), "1", "How fit the node says it is, from 0.1 to 1; lost nodes are left out.");
        meter.CreateObservableGauge(
            "meetingcloud.node.storage.used", () => Alive(n => n.StorageUsed), "By", "Bytes of blobs on the node; lost nodes are left out.");
        meter.CreateObservableGauge(
            "meetingcloud.node.storage.limit", () => Alive(n => n.StorageCapacity), "By", "Bytes that blobs may take there; lost nodes are left out.");
    }

    private IEnumerable<Measurement<int>> Count()
    {
        var states = _registry.Entries().Select(StateOf).ToList();
        return s_states.Select(s => new Measurement<int>(states.Count(state => state == s.State), ControlPlaneMeter.NodeState(s.Name)));
    }

    private IEnumerable<Measurement<int>> Status() =>
        from node in _registry.Entries()
        let current = StateOf(node)
        from s in s_states
        select new Measurement<int>(current == s.State ? 1 : 0, ControlPlaneMeter.Node(node.Record.Id), ControlPlaneMeter.NodeState(s.Name));

    private IEnumerable<Measurement<double>> Ages() => _registry.Entries().Select(node =>
        new Measurement<double>((_time.GetUtcNow() - node.LastSeen).TotalSeconds, ControlPlaneMeter.Node(node.Record.Id)));

    private IEnumerable<Measurement<T>> Alive<T>(Func<NodeRecord, T> value)
        where T : struct =>
        _registry.Entries().Where(node => StateOf(node) != NodeState.Lost)
            .Select(node => new Measurement<T>(value(node.Record), ControlPlaneMeter.Node(node.Record.Id)));

    private NodeState StateOf(NodeEntry node) => node.State(_time.GetUtcNow(), _options.HeartbeatTimeout);
}
