namespace MeetingCloud.Api.Nodes.Selection;

/// <summary>
/// The highest score: health × 10, less 3 × the share of storage in use, plus 5 where the node has the meeting, plus a random number
/// below 1. Scores are as old as the last heartbeat, so a crowd goes to few nodes; kept for installations that expect it.
/// </summary>
internal sealed class ScorePolicy(Random random) : ISelectionPolicy
{
    public NodeEntry Pick(string meetingId, IReadOnlyList<NodeEntry> ready) => ready.MaxBy(node => Score(node, meetingId))!;

    private double Score(NodeEntry node, string meetingId)
    {
        var record = node.Record;
        var storageRatio = record.StorageCapacity > 0 ? (double)record.StorageUsed / record.StorageCapacity : 0;
        return (record.Health * 10) - (storageRatio * 3) + (node.HoldsAny(meetingId) ? 5 : 0) + random.NextDouble();
    }
}
