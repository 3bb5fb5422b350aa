namespace MeetingCloud.Contracts;

/// <summary>An album of a series.</summary>
/// <param name="Position">Order in the series; equal positions are ordered by creation.</param>
/// <param name="Version">Grows by one with every change of its fields or artwork; also the entity tag.</param>
public sealed record Album(
    string Id,
    string SeriesId,
    string Title,
    string? Artist,
    string? Description,
    int? Year,
    int Position,
    int TrackCount,
    ArtworkSet Artwork,
    long Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);
