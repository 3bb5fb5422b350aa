namespace MeetingCloud.Api.Media;

/// <summary>Which rows a list shows; what is null or blank does not matter.</summary>
/// <param name="Text">Anywhere in the title or the artist.</param>
internal sealed record MediaFilter(string? Text, string? SeriesId = null, string? AlbumId = null);
