namespace MeetingCloud.Api.Nodes.Selection;

internal static class NodeLoad
{
    // A node that reports no health at all still gets the odd download, which shows whether it recovered.
    private const double LeastHealth = 0.1;

    /// <summary>Downloads that run or were just assigned, per unit of health: a node half as fit counts them double.</summary>
    public static double Of(NodeEntry node) =>
        (node.Record.ActiveDownloads + node.Assigned.Value) / Math.Max(LeastHealth, node.Record.Health);
}
