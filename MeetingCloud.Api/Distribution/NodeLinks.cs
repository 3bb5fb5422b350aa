using System.Net;
using MeetingCloud.Api.Data;
using MeetingCloud.Api.Nodes;
using MeetingCloud.Api.Nodes.Selection;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Distribution;

/// <summary>
/// Signed links to a meeting's package and papers on nodes. Whoever asks gets the nodes of his site first, by the address from which
/// he asks.
/// </summary>
internal sealed class NodeLinks(
    NodeRegistry registry, ISelectionPolicy policy, SignedLinks links, NodeOptions options, TimeProvider time)
{
    // Whatever NODE_SELECTION says: a node that nobody sent a track to has to fetch it first.
    private readonly BoundedHashPolicy _byName = new();

    /// <summary>
    /// The package on the chosen node first, then on the other ready ones, near before far and least loaded first; empty where none is
    /// ready.
    /// </summary>
    public IReadOnlyList<string> Packages(string meetingId, long version, IPAddress? attendee)
    {
        var ready = registry.Ready(meetingId, version);
        if (ready.Count == 0)
        {
            return [];
        }

        var best = Choose(meetingId, ready, attendee);
        var path = Routes.Package(meetingId);
        var query = links.Sign(path, options.LinkLifetime);
        return
        [
            Link(best, path, query),
            .. Nearness.Groups(ready.Where(node => node != best), attendee).SelectMany(static group => group).Select(node => Link(node, path, query)),
        ];
    }

    /// <summary>The ready nodes that serve a site.</summary>
    public IReadOnlyList<MeetingDataSite> Sites(string meetingId, long version) =>
    [
        .. registry.Ready(meetingId, version)
            .Where(static node => !node.Networks.IsEmpty)
            .Select(static node => new MeetingDataSite(node.Record.Url, node.Networks.Names)),
    ];

    /// <summary>The package on the chosen node; null where none is ready.</summary>
    public string? Package(string meetingId, long version, IPAddress? attendee) =>
        registry.Ready(meetingId, version) is { Count: > 0 } ready
            ? Link(Choose(meetingId, ready, attendee), Routes.Package(meetingId), links.Sign(Routes.Package(meetingId), options.LinkLifetime))
            : null;

    /// <summary>One paper on the chosen node; null where none is ready.</summary>
    public string? Paper(string meetingId, long version, FileRow file, IPAddress? attendee) =>
        registry.Ready(meetingId, version) is { Count: > 0 } ready
            ? Choose(meetingId, ready, attendee).Record.Url
                + BlobLink.Create(links, file.Sha256, BlobLink.NameOf(file.Path), file.ContentType, options.LinkLifetime)
            : null;

    /// <summary>Links to many papers of one version, on the nodes that are ready now. None counts as an assignment.</summary>
    public PaperMirrors Papers(string meetingId, long version, IPAddress? attendee) =>
        new([.. Nearness.Groups(registry.Ready(meetingId, version), attendee)], links, SteadyLifetime());

    /// <summary>
    /// A picture or track that nodes fetch on demand, on the near node that its name prefers, or, once that one has its share of the
    /// crowd, on the next; null where no node is active.
    /// </summary>
    public string? Media(string sha256, long size, string name, string contentType, IPAddress? attendee)
    {
        if (registry.Active(size) is not { Count: > 0 } active)
        {
            return null;
        }

        var node = _byName.Pick(sha256, Nearness.Nearest(active, attendee));
        node.Assigned.Add();
        var facts = new LinkFacts(size, MediaPeer(sha256, active, node)?.Record.Url);
        return node.Record.Url + BlobLink.Create(links, sha256, name, contentType, SteadyLifetime(), facts);
    }

    // Its neighbour, which most likely has it, else a node of no site; never one behind another site's line.
    private static NodeEntry? MediaPeer(string sha256, IReadOnlyList<NodeEntry> active, NodeEntry node)
    {
        var others = BoundedHashPolicy.Order(sha256, active).Where(other => other != node).ToList();
        return others.FirstOrDefault(other => other.Networks.Equals(node.Networks)) ?? others.FirstOrDefault(static other => other.Networks.IsEmpty);
    }

    // Links of one stretch of time expire together and so are the same, which lets browsers find in their caches what they have.
    private TimeSpan SteadyLifetime()
    {
        var stretch = Math.Max(1, (long)options.LinkLifetime.TotalSeconds / 8);
        var now = time.GetUtcNow();
        var until = (now + options.LinkLifetime).ToUnixTimeSeconds();
        return DateTimeOffset.FromUnixTimeSeconds((until / stretch + 1) * stretch) - now;
    }

    private NodeEntry Choose(string meetingId, IReadOnlyList<NodeEntry> ready, IPAddress? attendee)
    {
        var node = policy.Pick(meetingId, Nearness.Nearest(ready, attendee));
        node.Assigned.Add();
        return node;
    }

    private static string Link(NodeEntry node, string path, string query) => $"{node.Record.Url}{path}?{query}";
}
