using MeetingCloud.Contracts;

namespace MeetingCloud.Web.Monitoring.Findings;

internal static class NodeFindings
{
    public static IEnumerable<Finding> Of(ClusterSnapshot cluster)
    {
        if (cluster.Nodes.Count == 0)
        {
            yield return new Finding(FindingKind.NoNodes, Severity.Bad, "/nodes", []);
            yield break;
        }

        var active = cluster.Nodes.Where(node => node.Status == NodeState.Active).ToList();
        if (active.Count == 0)
        {
            yield return new Finding(FindingKind.NoActiveNode, Severity.Bad, "/nodes", [], cluster.Nodes.Count);
        }

        var lost = cluster.Nodes.Where(node => node.Status == NodeState.Lost).ToList();
        if (lost.Count > 0)
        {
            yield return Of(FindingKind.NodesLost, Severity.Bad, lost, "/nodes?state=lost");
        }

        var unhealthy = active.Where(node => node.Health < NodeLimits.HealthLow).ToList();
        if (unhealthy.Count > 0)
        {
            var severity = unhealthy.Exists(node => node.Health < NodeLimits.HealthBad) ? Severity.Bad : Severity.Warning;
            yield return Of(FindingKind.NodesUnhealthy, severity, unhealthy, "/nodes?state=active");
        }

        // A node at its quota makes room by itself, of closed meetings; only where that was not enough is a hand needed.
        var full = active.Where(node => NodeLimits.StorageRatio(node) >= NodeLimits.StorageNearlyFull).ToList();
        if (full.Count > 0)
        {
            var lacks = full.Exists(node => cluster.CurrentOn(node.Id) < cluster.Meetings.Count);
            yield return Of(FindingKind.NodesNearlyFull, lacks ? Severity.Bad : Severity.Notice, full, "/nodes?state=active");
        }

        var drained = cluster.Nodes.Where(node => node.Status == NodeState.Maintenance).ToList();
        if (drained.Count > 0)
        {
            yield return Of(FindingKind.NodesInMaintenance, Severity.Notice, drained, "/nodes?state=maintenance");
        }
    }

    private static Finding Of(FindingKind kind, Severity severity, List<NodeInfo> nodes, string all) => new(
        kind, severity, nodes is [var one] ? $"/nodes/{one.Id}" : all, [.. nodes.Select(node => node.Id)], nodes.Count);
}
