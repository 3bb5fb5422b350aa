using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Nodes.Selection;

/// <summary>
/// Rendezvous hashing (Thaler and Ravishankar, 1998) with bounded loads (Mirrokni, Thorup and Zadimoghaddam, 2018): a meeting keeps
/// to its first node, and to the next when that one has more than <see cref="Bound"/> times the mean load. For many meetings on
/// nodes with little memory: each node reads few of them from disk.
/// </summary>
internal sealed class BoundedHashPolicy : ISelectionPolicy
{
    /// <summary>Times the mean.</summary>
    public const double Bound = 1.25;

    /// <summary>Downloads that a node may have however idle the others are: sharing so few would only scatter the meetings.</summary>
    public const double Floor = 8;

    public NodeEntry Pick(string meetingId, IReadOnlyList<NodeEntry> ready)
    {
        var limit = Math.Max(Floor, Bound * (ready.Sum(NodeLoad.Of) + 1) / ready.Count);
        return Order(meetingId, ready).FirstOrDefault(node => NodeLoad.Of(node) + 1 <= limit) ?? ready.MinBy(NodeLoad.Of)!;
    }

    /// <summary>The nodes in the order in which this name prefers them, the same for all who ask.</summary>
    public static IOrderedEnumerable<NodeEntry> Order(string name, IReadOnlyList<NodeEntry> nodes) =>
        nodes.OrderByDescending(node => Rendezvous.Weight(name, node.Record.Id));
}
