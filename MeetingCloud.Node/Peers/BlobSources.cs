using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Node.Peers;

/// <summary>The nodes that a blob may come from, by where they are.</summary>
/// <param name="Site">Nodes of this node's site that have some of what is wanted, or are getting it, best first.</param>
/// <param name="Central">Holders that are in no site, best first: behind nobody's line.</param>
/// <param name="Distant">Holders in other sites: what they give crosses two lines.</param>
/// <param name="Neighbours">All living nodes of this node's site, by id.</param>
internal sealed record BlobSources(
    IReadOnlyList<Uri> Site, IReadOnlyList<Uri> Central, IReadOnlyList<Uri> Distant, IReadOnlyList<KeyValuePair<string, Uri>> Neighbours)
{
    /// <summary>The control plane alone.</summary>
    public static readonly BlobSources None = new([], [], [], []);

    /// <summary>How many neighbours whose turn comes first are waited for: each may be dead in a way that takes seconds to tell.</summary>
    public const int MostTurns = 3;

    /// <summary>How many neighbours whose turn comes later are asked whether they have begun already.</summary>
    public const int MostStandIns = 2;

    /// <summary>How many holders of one kind are asked.</summary>
    public const int MostHolders = 4;

    /// <summary>A picture or track, which another node may have or be getting.</summary>
    public static BlobSources Of(Uri? peer) => peer is null ? None : new BlobSources([peer], [], [], []);

    public bool IsNone => Site.Count == 0 && Central.Count == 0 && Distant.Count == 0 && Neighbours.Count == 0;

    /// <summary>As a manifest has it. The addresses are the control plane's; one that is malformed is none.</summary>
    public static BlobSources Of(Manifest manifest)
    {
        var neighbours = Parse(manifest.Neighbours ?? []).DistinctBy(static pair => pair.Key).ToList();
        var near = neighbours.Select(static pair => pair.Value).ToHashSet();
        var holders = Parse(manifest.Peers.Where(static peer => !peer.Distant)).Select(static pair => pair.Value).ToList();
        return new BlobSources(
            [.. holders.Where(near.Contains)],
            [.. holders.Where(holder => !near.Contains(holder))],
            [.. Parse(manifest.Peers.Where(static peer => peer.Distant)).Select(static pair => pair.Value)],
            neighbours);
    }

    /// <summary>
    /// The sources of one blob in the order in which they are asked. Of a site's nodes the first in rendezvous order asks outside, and
    /// the others ask the ones before them, so that the blob crosses the site's line once though nobody has talked to anybody.
    /// </summary>
    /// <param name="self">This node's id.</param>
    public IReadOnlyList<BlobSource> InOrder(string blob, string self, Uri controlPlane)
    {
        var before = new List<KeyValuePair<string, Uri>>();
        var after = new List<KeyValuePair<string, Uri>>();
        foreach (var neighbour in Neighbours.OrderByDescending(neighbour => Rendezvous.Weight(blob, neighbour.Key)).ThenBy(static n => n.Key, StringComparer.Ordinal))
        {
            (Rendezvous.IsBefore(blob, neighbour.Key, self) ? before : after).Add(neighbour);
        }

        IEnumerable<BlobSource> order =
        [
            .. before.Take(MostTurns).Select(static node => new BlobSource(node.Value, BlobAsk.ForTurn)),
            // Whoever stood in while this node was away.
            .. after.Take(MostStandIns).Select(static node => new BlobSource(node.Value, BlobAsk.ForArriving)),
            .. Site.Take(MostHolders).Select(static node => new BlobSource(node, BlobAsk.ForArriving)),
            .. Central.Take(MostHolders).Select(static node => new BlobSource(node, BlobAsk.ForWhole)),
            new BlobSource(controlPlane, BlobAsk.ControlPlane),
            .. Distant.Take(MostHolders).Select(static node => new BlobSource(node, BlobAsk.ForWhole)),
        ];
        return [.. order.DistinctBy(static source => source.Url)];
    }

    private static IEnumerable<KeyValuePair<string, Uri>> Parse(IEnumerable<Peer> peers)
    {
        foreach (var peer in peers)
        {
            if (HttpUrl.Parse(peer.Url) is { } url)
            {
                yield return KeyValuePair.Create(peer.Id, url);
            }
        }
    }
}
