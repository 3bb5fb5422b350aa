using MeetingCloud.Contracts;
using MeetingCloud.Web.Components.Controls;
using MeetingCloud.Web.Monitoring;

namespace MeetingCloud.Web.Components.Pages;

/// <summary>Which nodes a reader wants to see.</summary>
/// <param name="State">Null: all.</param>
/// <param name="Search">In id, address and networks, whatever the case.</param>
internal sealed record NodeFilter(NodeState? State, string Search)
{
    public IReadOnlyList<NodeInfo> Apply(ClusterSnapshot cluster) =>
    [
        .. cluster.Nodes
            .Where(node => (State is null || node.Status == State) && Matches(node))
            .OrderBy(node => node.Id, NaturalOrder.Instance),
    ];

    private bool Matches(NodeInfo node) =>
        node.Id.Contains(Search, StringComparison.OrdinalIgnoreCase)
        || NodeWords.Address(node).Contains(Search, StringComparison.OrdinalIgnoreCase)
        || NodeWords.Networks(node)?.Contains(Search, StringComparison.OrdinalIgnoreCase) == true;
}
