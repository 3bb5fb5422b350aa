namespace MeetingCloud.Contracts;

/// <summary>A track of an album.</summary>
/// <param name="Number">Order in the album; equal numbers are ordered by creation.</param>
/// <param name="DurationSeconds">As the sender says; null where nobody said.</param>
/// <param name="Audio">Null until it is uploaded.</param>
/// <param name="Version">Grows by one with every change of its fields, audio or artwork; also the entity tag.</param>
public sealed record Track(
    string Id,
    string AlbumId,
    int Number,
    string Title,
    string? Artist,
    int? DurationSeconds,
    TrackAudio? Audio,
    ArtworkSet Artwork,
    long Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);

/// <summary>A track's audio.</summary>
/// <param name="Url">On the control plane, which redirects to a node; takes ranges.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
/// <param name="Size">Bytes.</param>
public sealed record TrackAudio(string Url, string Sha256, long Size, string ContentType, DateTimeOffset UpdatedAt);
