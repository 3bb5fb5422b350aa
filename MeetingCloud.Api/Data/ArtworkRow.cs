using MeetingCloud.Contracts;

namespace MeetingCloud.Api.Data;

/// <summary>
/// A picture of a series, an album or a track: of the three owners one is set, each with a foreign key, so that the database itself
/// deletes pictures with what they belong to.
/// </summary>
internal sealed class ArtworkRow
{
    public required string Id { get; init; }

    public string? SeriesId { get; init; }

    public string? AlbumId { get; init; }

    public string? TrackId { get; init; }

    public required ArtworkSlot Slot { get; init; }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; set; }

    public required long Size { get; set; }

    /// <summary>As the bytes themselves say.</summary>
    public required string ContentType { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }
}
