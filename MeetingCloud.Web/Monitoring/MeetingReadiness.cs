using MeetingCloud.Contracts;

namespace MeetingCloud.Web.Monitoring;

/// <summary>Which nodes can serve a meeting now.</summary>
/// <param name="nodes">In the order of their ids.</param>
public sealed class MeetingReadiness(MeetingSummary meeting, int ready, int expected, IReadOnlyList<NodeInfo> nodes)
{
    private IReadOnlyList<NodeHolding>? _holdings;

    public MeetingSummary Meeting => meeting;

    /// <summary>Nodes that get downloads of the current version.</summary>
    public int Ready => ready;

    /// <summary>Nodes that should be ready: all that are active.</summary>
    public int Expected => expected;

    public bool IsReadyEverywhere => Expected > 0 && Ready == Expected;

    /// <summary>All there are, whatever their state.</summary>
    public int Nodes => nodes.Count;

    /// <summary>One per node, in the order of their ids; worked out when somebody looks.</summary>
    public IReadOnlyList<NodeHolding> Holdings => _holdings ??= [.. nodes.Select(node => NodeHolding.Of(node, meeting))];

    /// <summary>One meeting, whether a snapshot lists it or not.</summary>
    public static MeetingReadiness Of(MeetingSummary meeting, IReadOnlyList<NodeInfo> nodes) => ClusterHoldings.Of(nodes, [meeting]).Meetings[0];
}
