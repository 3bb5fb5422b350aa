using MeetingCloud.Api.Nodes;
using MeetingCloud.Api.Nodes.Selection;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Distribution;

/// <summary>Signed links to a meeting's package and papers on nodes.</summary>
internal sealed class NodeLinks(
    NodeRegistry registry, ISelectionPolicy policy, SignedLinks links, NodeOptions options, TimeProvider time)
{
    // Whatever NODE_SELECTION says: a node that nobody sent a track to has to fetch it first.
    private readonly BoundedHashPolicy _byName = new();

    /// <summary>The package on the chosen node first, then on the other ready ones, least loaded first; empty where none is ready.</summary>
    public IReadOnlyList<string> Packages(string meetingId, long version)
    {
        var ready = registry.Ready(meetingId, version);
        if (ready.Count == 0)
        {
            return [];
        }

        var best = Choose(meetingId, ready);
        var path = Routes.Package(meetingId);
        var query = links.Sign(path, options.LinkLifetime);
        return
        [
            Link(best, path, query),
            .. ready.Where(node => node != best).OrderBy(NodeLoad.Of).Select(node => Link(node, path, query)),
        ];
    }

    /// <summary>The package on the chosen node; null where none is ready.</summary>
    public string? Package(string meetingId, long version) =>
        registry.Ready(meetingId, version) is { Count: > 0 } ready
            ? Link(Choose(meetingId, ready), Routes.Package(meetingId), links.Sign(Routes.Package(meetingId), options.LinkLifetime))
            : null;

    /// <summary>One paper on the chosen node; null where none is ready.</summary>
    public string? Paper(string meetingId, long version, string sha256, string name)
    {
        if (registry.Ready(meetingId, version) is not { Count: > 0 } ready)
        {
            return null;
        }

        var path = Routes.Blob(sha256);
        var query = $"{ContractHeaders.NameQuery}={Uri.EscapeDataString(name)}&{links.Sign(path, options.LinkLifetime)}";
        return Link(Choose(meetingId, ready), path, query);
    }

    /// <summary>Links to many papers of one version, on the nodes that are ready now. None counts as an assignment.</summary>
    public PaperMirrors Papers(string meetingId, long version) =>
        new([.. registry.Ready(meetingId, version).OrderBy(NodeLoad.Of)], links, SteadyLifetime());

    /// <summary>
    /// A picture or track that nodes fetch on demand, on the node that its name prefers, or, once that one has its share of the crowd,
    /// on the next; null where no node is active.
    /// </summary>
    public string? Media(string sha256, long size, string name, string contentType)
    {
        if (registry.Active(size) is not { Count: > 0 } active)
        {
            return null;
        }

        var node = _byName.Pick(sha256, active);
        node.Assigned.Add();
        var path = Routes.Blob(sha256);
        var facts = new LinkFacts(size, BoundedHashPolicy.Order(sha256, active).FirstOrDefault(n => n != node)?.Record.Url);
        var query = $"{ContractHeaders.NameQuery}={Uri.EscapeDataString(name)}&{ContractHeaders.TypeQuery}={Uri.EscapeDataString(contentType)}"
            + $"&{links.Sign(path, SteadyLifetime(), facts)}";
        return Link(node, path, query);
    }

    // Links of one stretch of time expire together and so are the same, which lets browsers find in their caches what they have.
    private TimeSpan SteadyLifetime()
    {
        var stretch = Math.Max(1, (long)options.LinkLifetime.TotalSeconds / 8);
        var now = time.GetUtcNow();
        var until = (now + options.LinkLifetime).ToUnixTimeSeconds();
        return DateTimeOffset.FromUnixTimeSeconds((until / stretch + 1) * stretch) - now;
    }

    private NodeEntry Choose(string meetingId, IReadOnlyList<NodeEntry> ready)
    {
        var node = policy.Pick(meetingId, ready);
        node.Assigned.Add();
        return node;
    }

    private static string Link(NodeEntry node, string path, string query) => $"{node.Record.Url}{path}?{query}";
}
