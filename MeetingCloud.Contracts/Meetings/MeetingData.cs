using System.Text.Json.Serialization;

namespace MeetingCloud.Contracts;

/// <summary>Answer of <c>GET /api/v1/meetings/{id}/data</c>: all that an attendee's tablet needs.</summary>
/// <param name="DownloadUrl">The package: a signed link on the chosen node, or the control plane's own where no node is ready.</param>
/// <param name="Mirrors">
/// Other places for the same bytes, best first, the control plane last. Links on the control plane carry the meeting's access code where
/// the caller has shown it: what is here is followed as it is.
/// </param>
/// <param name="AccessCode">What attendees must show, told to admins alone; else absent.</param>
/// <param name="Sites">
/// Which of the nodes behind the links serve which networks, told to admins alone: whoever shows the links to others puts those of their
/// site first. Absent where no node declares any.
/// </param>
public sealed record MeetingData(
    string Id,
    string Title,
    DateTimeOffset Time,
    MeetingStatus Status,
    string? Intro,
    long Version,
    IReadOnlyList<MeetingDataAgendaItem> AgendaItems,
    IReadOnlyList<MeetingDataFile> Files,
    MeetingDataPackage Package,
    string DownloadUrl,
    IReadOnlyList<string> Mirrors,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? AccessCode = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<MeetingDataSite>? Sites = null);

/// <summary>A node that serves a site.</summary>
/// <param name="Url">Its base address, with which its links begin.</param>
/// <param name="Networks">The site's networks, in CIDR notation.</param>
public sealed record MeetingDataSite(string Url, IReadOnlyList<string> Networks);

/// <summary>An agenda item with the papers that belong to it.</summary>
public sealed record MeetingDataAgendaItem(
    string Title,
    int Position,
    string? Presenter,
    int? DurationMinutes,
    IReadOnlyList<MeetingDataFile> Files);

/// <summary>One paper; <paramref name="Url"/> is on the control plane and redirects to a node.</summary>
/// <param name="Mirrors">
/// Signed links to the same bytes on up to three ready nodes, to be tried in this order before <paramref name="Url"/>; they work while
/// the control plane is away. Empty where no node is ready.
/// </param>
public sealed record MeetingDataFile(
    string Path,
    long Size,
    string ContentType,
    string Sha256,
    string Url,
    IReadOnlyList<string>? Mirrors = null);

/// <summary>The package behind <c>download_url</c>.</summary>
/// <param name="Etag">Entity tag without quotes: the SHA-256 of the package's <c>metadata.json</c>.</param>
/// <param name="Size">Bytes of the whole ZIP file.</param>
/// <param name="FileName">The name to save it under.</param>
public sealed record MeetingDataPackage(string Etag, long Size, int FileCount, string FileName);
