namespace MeetingCloud.Contracts;

/// <summary>Answer of <c>GET /api/v1/meetings/active</c>.</summary>
public sealed record ActiveMeetings(IReadOnlyList<ActiveMeeting> Meetings);

/// <summary>A meeting that nodes should hold.</summary>
public sealed record ActiveMeeting(string Id, long Version, ActivePackage Package);

/// <summary>Entity tag (no quotes) and size in bytes of a package.</summary>
public sealed record ActivePackage(string Etag, long Size);

/// <summary>
/// What a node needs to serve a meeting. The package is a function of the blob named <c>package.etag</c>,
/// which is the package's <c>metadata.json</c>, and of the blobs of <paramref name="Files"/>.
/// </summary>
/// <param name="Peers">Nodes that hold some of it already: those of the asking node's site first, those of other sites last.</param>
/// <param name="Neighbours">
/// All living nodes of the asking node's site but itself, whether they hold any of it or not. For each blob the first of them in
/// rendezvous order fetches it from outside, and the others ask that one.
/// </param>
public sealed record Manifest(
    string Id,
    string Title,
    DateTimeOffset Time,
    MeetingStatus Status,
    long Version,
    ManifestPackage Package,
    IReadOnlyList<ManifestFile> Files,
    IReadOnlyList<Peer> Peers,
    IReadOnlyList<Peer>? Neighbours = null);

/// <summary>The package of a manifest.</summary>
/// <param name="Etag">Entity tag without quotes; the SHA-256 of <c>metadata.json</c>, to be had as a blob.</param>
/// <param name="Size">Bytes of the whole ZIP file.</param>
/// <param name="FileName">The name for <c>Content-Disposition</c>.</param>
public sealed record ManifestPackage(string Etag, long Size, string FileName);

/// <summary>One file of a manifest; <paramref name="Url"/> is on the control plane.</summary>
public sealed record ManifestFile(
    string Id,
    string Path,
    long Size,
    string ContentType,
    string Sha256,
    string Crc32,
    DateTimeOffset UpdatedAt,
    string Url);

/// <summary>A node to ask for blobs; <paramref name="Url"/> is its base address.</summary>
/// <param name="Distant">It is of another site, behind that site's line: to be asked only where the control plane does not give a blob.</param>
public sealed record Peer(string Id, string Url, bool Distant = false);

/// <summary>Data of a server-sent event on <c>/api/v1/sync/events</c>.</summary>
/// <param name="Action">One of <see cref="MeetingActions"/>.</param>
public sealed record MeetingEvent(string Id, long Version, string Action);

/// <summary>What happened to a meeting.</summary>
public static class MeetingActions
{
    /// <summary>The SSE event type that carries them.</summary>
    public const string EventType = "meeting";

    public const string Created = "created";
    public const string Updated = "updated";
    public const string Deleted = "deleted";
}
