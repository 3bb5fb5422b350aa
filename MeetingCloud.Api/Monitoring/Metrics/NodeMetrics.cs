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

    public NodeMetrics(IMeterFactory meters, NodeRegistry registry)
    {
        _registry = registry;
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
        var nodes = _registry.List();
        return s_states.Select(s => new Measurement<int>(nodes.Count(node => node.Status == s.State), ControlPlaneMeter.NodeState(s.Name)));
    }

    private IEnumerable<Measurement<int>> Status() =>
        from node in _registry.List()
        from s in s_states
        select new Measurement<int>(node.Status == s.State ? 1 : 0, ControlPlaneMeter.Node(node.Id), ControlPlaneMeter.NodeState(s.Name));

    private IEnumerable<Measurement<double>> Ages() => _registry.List().Select(node =>
        new Measurement<double>(_registry.Age(node.Id).TotalSeconds, ControlPlaneMeter.Node(node.Id)));

    private IEnumerable<Measurement<T>> Alive<T>(Func<NodeInfo, T> value)
        where T : struct =>
        _registry.List().Where(node => node.Status != NodeState.Lost).Select(node => new Measurement<T>(value(node), ControlPlaneMeter.Node(node.Id)));
}
