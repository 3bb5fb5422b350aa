namespace MeetingCloud.Contracts;

/// <summary>A picture of a series, an album or a track.</summary>
/// <param name="Url">On the control plane, which redirects to a node.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits; batch artwork takes it as its source.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ContentType">As the bytes themselves say: PNG, JPEG, WebP, GIF or AVIF.</param>
public sealed record Artwork(string Url, string Sha256, long Size, string ContentType, DateTimeOffset UpdatedAt);

/// <summary>The pictures that something has.</summary>
public sealed record ArtworkSet(Artwork? Cover, Artwork? Background);
