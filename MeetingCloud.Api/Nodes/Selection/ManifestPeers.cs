using MeetingCloud.Contracts;

namespace MeetingCloud.Api.Nodes.Selection;

/// <summary>The other nodes, as one that synchronises a meeting should see them.</summary>
internal sealed class ManifestPeers(NodeRegistry registry, TimeProvider time)
{
    private const int SameSite = 0;
    private const int NoSite = 1;
    private const int OtherSite = 2;

    /// <summary>Holders of the meeting: the node's own site, then nodes of no site, then other sites; within each, holders of the version first.</summary>
    public IReadOnlyList<Peer> Holders(string nodeId, string meetingId, long version)
    {
        var own = Find(nodeId);
        return
        [
            .. registry.Holders(meetingId, version)
                .Where(node => node.Record.Id != nodeId)
                .Select(node => (Node: node, Distance: Distance(own, node)))
                .OrderBy(static peer => peer.Distance)
                .Select(static peer => new Peer(peer.Node.Record.Id, peer.Node.Record.Url, Distant: peer.Distance == OtherSite)),
        ];
    }

    /// <summary>The living nodes of the same site. One that shuts down is none: it begins nothing for others.</summary>
    public IReadOnlyList<Peer> Neighbours(string nodeId)
    {
        var own = Find(nodeId);
        var now = time.GetUtcNow();
        return
        [
            .. registry.Entries()
                .Where(node => node.Record.Id != nodeId && !node.Record.Draining
                    && node.State(now, registry.Timeout) != NodeState.Lost && Distance(own, node) == SameSite)
                .Select(static node => new Peer(node.Record.Id, node.Record.Url)),
        ];
    }

    private static int Distance(NodeEntry? own, NodeEntry other) =>
        own is not null && own.Networks.Equals(other.Networks) ? SameSite : other.Networks.IsEmpty ? NoSite : OtherSite;

    private NodeEntry? Find(string nodeId) => registry.Entries().FirstOrDefault(node => node.Record.Id == nodeId);
}
