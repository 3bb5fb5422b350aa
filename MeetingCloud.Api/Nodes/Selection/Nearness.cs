using System.Net;

namespace MeetingCloud.Api.Nodes.Selection;

/// <summary>
/// Which nodes an attendee is sent to before any policy is asked: those of his site, however busy they are, since its line is what is
/// scarce; else those that declare no networks, which are behind nobody's line; else any. The longest prefix wins, so that a building
/// may have a node of its own within a campus.
/// </summary>
internal static class Nearness
{
    private const int Unplaced = 0;
    private const int Elsewhere = -1;

    /// <summary>The nearest group, in the order that they came; the policy chooses among it.</summary>
    /// <param name="nodes">Ready ones.</param>
    /// <param name="attendee">Null: unknown, as one from nowhere in particular.</param>
    public static IReadOnlyList<NodeEntry> Nearest(IReadOnlyList<NodeEntry> nodes, IPAddress? attendee)
    {
        // The usual case, and the crowd's: no node declares anything.
        if (nodes.All(static node => node.Networks.IsEmpty))
        {
            return nodes;
        }

        var ranks = nodes.Select(node => Of(node, attendee)).ToList();
        var nearest = ranks.Max();
        return [.. nodes.Where((_, i) => ranks[i] == nearest)];
    }

    /// <summary>The groups, nearest first, each ordered by load.</summary>
    public static IEnumerable<IReadOnlyList<NodeEntry>> Groups(IEnumerable<NodeEntry> nodes, IPAddress? attendee) => nodes
        .GroupBy(node => Of(node, attendee))
        .OrderByDescending(static group => group.Key)
        .Select(static group => (IReadOnlyList<NodeEntry>)[.. group.OrderBy(NodeLoad.Of)]);

    private static int Of(NodeEntry node, IPAddress? attendee) =>
        node.Networks.IsEmpty ? Unplaced
        : attendee is not null && node.Networks.LongestPrefix(attendee) is { } prefix ? Unplaced + 1 + prefix
        : Elsewhere;
}
