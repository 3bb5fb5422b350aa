namespace MeetingCloud.Contracts;

/// <summary>Body of <c>POST</c> and <c>PUT /api/v1/series</c>. Members are nullable so that an absent one is a 422 that names it.</summary>
/// <param name="Title">1 to 500 characters.</param>
/// <param name="Description">At most 10,000 characters.</param>
/// <param name="Position">0 or more. Absent: after all others for a new series, unchanged for an old one.</param>
public sealed record SeriesRequest(string? Title, string? Description = null, int? Position = null);

/// <summary>Body of <c>POST</c> and <c>PUT /api/v1/albums</c>; another <paramref name="SeriesId"/> moves the album.</summary>
/// <param name="Title">1 to 500 characters.</param>
/// <param name="Artist">At most 200 characters.</param>
/// <param name="Description">At most 10,000 characters.</param>
/// <param name="Year">1 to 9999.</param>
/// <param name="Position">0 or more. Absent: after the others of the series for a new album, unchanged for an old one.</param>
public sealed record AlbumRequest(
    string? SeriesId, string? Title, string? Artist = null, string? Description = null, int? Year = null, int? Position = null);

/// <summary>Body of <c>POST</c> and <c>PUT /api/v1/tracks</c>; another <paramref name="AlbumId"/> moves the track.</summary>
/// <param name="Title">1 to 500 characters.</param>
/// <param name="Number">0 or more. Absent: after the others of the album for a new track, unchanged for an old one.</param>
/// <param name="Artist">At most 200 characters.</param>
/// <param name="DurationSeconds">1 to 604,800 (a week).</param>
public sealed record TrackRequest(
    string? AlbumId, string? Title, int? Number = null, string? Artist = null, int? DurationSeconds = null);
