using MeetingCloud.Contracts;

namespace MeetingCloud.Web.Monitoring;

/// <summary>One answer of the control plane, and what follows from it, worked out once for all who look at it.</summary>
public sealed class ClusterSnapshot(DateTimeOffset takenAt, IReadOnlyList<NodeInfo> nodes, IReadOnlyList<MeetingSummary> meetings)
{
    private readonly Lazy<ClusterHoldings> _holdings = new(() => ClusterHoldings.Of(nodes, meetings));

    public DateTimeOffset TakenAt => takenAt;

    /// <summary>All nodes, lost ones included.</summary>
    public IReadOnlyList<NodeInfo> Nodes => nodes;

    /// <summary>The active ones.</summary>
    public IReadOnlyList<MeetingSummary> Meetings => meetings;

    /// <summary>Who can serve each of the meetings, in their order.</summary>
    public IReadOnlyList<MeetingReadiness> Readiness => _holdings.Value.Meetings;

    /// <summary>Who can serve a meeting in this version, whether the control plane's answer had it or not.</summary>
    public MeetingReadiness ReadinessOf(MeetingSummary meeting) =>
        _holdings.Value.ById.TryGetValue(meeting.Id, out var known) && known.Meeting.Version == meeting.Version ? known : MeetingReadiness.Of(meeting, nodes);

    /// <summary>How many of the meetings a node holds in their current version.</summary>
    public int CurrentOn(string nodeId) => _holdings.Value.Current.GetValueOrDefault(nodeId);

    public NodeInfo? Find(string nodeId) => nodes.FirstOrDefault(node => node.Id == nodeId);
}
