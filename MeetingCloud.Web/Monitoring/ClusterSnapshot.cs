using MeetingCloud.Contracts;

namespace MeetingCloud.Web.Monitoring;

/// <summary>One answer of the control plane.</summary>
public sealed record ClusterSnapshot(DateTimeOffset TakenAt, IReadOnlyList<NodeInfo> Nodes, IReadOnlyList<MeetingSummary> Meetings);
