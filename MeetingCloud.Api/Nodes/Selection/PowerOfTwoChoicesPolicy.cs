namespace MeetingCloud.Api.Nodes.Selection;

/// <summary>
/// The less loaded of two nodes drawn at random (Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001). The
/// load counts what this instance has just assigned, so a crowd that comes between two heartbeats is spread as well.
/// </summary>
internal sealed class PowerOfTwoChoicesPolicy(Random random) : ISelectionPolicy
{
    public NodeEntry Pick(string meetingId, IReadOnlyList<NodeEntry> ready)
    {
        if (ready.Count == 1)
        {
            return ready[0];
        }

        var first = random.Next(ready.Count);
        var second = random.Next(ready.Count - 1);
        if (second >= first)
        {
            second++;
        }

        return NodeLoad.Of(ready[first]) <= NodeLoad.Of(ready[second]) ? ready[first] : ready[second];
    }
}
