namespace MeetingCloud.Contracts;

/// <summary>A series of the media library: what its albums belong to.</summary>
/// <param name="Position">Order among the series; equal positions are ordered by creation.</param>
/// <param name="Version">Grows by one with every change of its fields or artwork; also the entity tag.</param>
public sealed record Series(
    string Id,
    string Title,
    string? Description,
    int Position,
    int AlbumCount,
    ArtworkSet Artwork,
    long Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);
