using MeetingCloud.Contracts;

namespace MeetingCloud.Web.Monitoring;

/// <summary>Which nodes can serve a meeting now.</summary>
/// <param name="Holdings">One per node, in the order of their ids.</param>
public sealed record MeetingReadiness(MeetingSummary Meeting, IReadOnlyList<NodeHolding> Holdings)
{
    /// <summary>Nodes that get downloads of the current version.</summary>
    public int Ready => Holdings.Count(holding => holding.State == HoldingState.Ready);

    /// <summary>Nodes that should be ready: all that are active.</summary>
    public int Expected => Holdings.Count(holding => holding.State is HoldingState.Ready or HoldingState.Outdated or HoldingState.Absent);

    public bool IsReadyEverywhere => Expected > 0 && Ready == Expected;

    public static IReadOnlyList<MeetingReadiness> Of(ClusterSnapshot snapshot)
    {
        var nodes = snapshot.Nodes.OrderBy(node => node.Id, StringComparer.Ordinal).ToList();
        return [.. snapshot.Meetings.Select(meeting => new MeetingReadiness(meeting, [.. nodes.Select(node => NodeHolding.Of(node, meeting))]))];
    }

    /// <summary>One meeting, whether the snapshot lists it or not.</summary>
    public static MeetingReadiness Of(MeetingSummary meeting, IReadOnlyList<NodeInfo> nodes) =>
        new(meeting, [.. nodes.OrderBy(node => node.Id, StringComparer.Ordinal).Select(node => NodeHolding.Of(node, meeting))]);
}
