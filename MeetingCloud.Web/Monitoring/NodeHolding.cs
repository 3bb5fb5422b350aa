using MeetingCloud.Contracts;

namespace MeetingCloud.Web.Monitoring;

/// <summary>What one node has of a meeting.</summary>
/// <param name="Version">The version it holds whole; null where it holds none.</param>
public sealed record NodeHolding(string NodeId, HoldingState State, long? Version)
{
    public static NodeHolding Of(NodeInfo node, MeetingSummary meeting)
    {
        var version = node.Meetings.FirstOrDefault(held => held.Id == meeting.Id)?.Version;
        var state = node.Status switch
        {
            NodeState.Lost => HoldingState.Lost,
            NodeState.Maintenance => HoldingState.Draining,
            _ when version is null => HoldingState.Absent,
            _ when version < meeting.Version => HoldingState.Outdated,
            _ => HoldingState.Ready,
        };
        return new NodeHolding(node.Id, state, version);
    }
}
