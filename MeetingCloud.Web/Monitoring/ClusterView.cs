namespace MeetingCloud.Web.Monitoring;

/// <summary>What the control plane said last, and whether it still says something.</summary>
/// <param name="Snapshot">Null until it has answered once.</param>
/// <param name="Fault">Null while it answers.</param>
public sealed record ClusterView(ClusterSnapshot? Snapshot, ClusterFault? Fault)
{
    public static readonly ClusterView Empty = new(null, null);
}
