namespace MeetingCloud.Api.Sample;

/// <summary>An album for the media library, in a series of its own.</summary>
/// <param name="Cover">Path of a picture, for the album and for its series.</param>
internal sealed record SampleAlbum(
    string Series, string Title, IReadOnlyList<SampleTrack> Tracks, string? Description = null, string? Artist = null, string? Cover = null);
