using MeetingCloud.Api.Http;
using MeetingCloud.Contracts;

namespace MeetingCloud.Api.Media;

/// <summary>What series, albums and tracks may hold; all that is wrong is said at once, by member.</summary>
internal static class MediaValidation
{
    private const int MaxArtist = 200;
    private const int MaxDescription = 10_000;
    private const int MaxYear = 9999;
    private const int SecondsInWeek = 7 * 24 * 60 * 60;

    /// <exception cref="ProblemException">422.</exception>
    public static void Check(SeriesRequest request)
    {
        var errors = new FieldErrors();
        errors.Title(request.Title);
        CheckDescription(errors, request.Description);
        CheckOrder(errors, "position", request.Position);
        errors.Throw();
    }

    /// <exception cref="ProblemException">422.</exception>
    public static void Check(AlbumRequest request)
    {
        var errors = new FieldErrors();
        errors.Title(request.Title);
        errors.When(string.IsNullOrEmpty(request.SeriesId), "series_id", "is missing.");
        CheckArtist(errors, request.Artist);
        CheckDescription(errors, request.Description);
        errors.When(request.Year is < 1 or > MaxYear, "year", $"must be between 1 and {MaxYear}.");
        CheckOrder(errors, "position", request.Position);
        errors.Throw();
    }

    /// <exception cref="ProblemException">422.</exception>
    public static void Check(TrackRequest request)
    {
        var errors = new FieldErrors();
        errors.Title(request.Title);
        errors.When(string.IsNullOrEmpty(request.AlbumId), "album_id", "is missing.");
        CheckArtist(errors, request.Artist);
        CheckOrder(errors, "number", request.Number);
        errors.When(
            request.DurationSeconds is < 1 or > SecondsInWeek, "duration_seconds", $"must be between 1 and {SecondsInWeek} seconds.");
        errors.Throw();
    }

    private static void CheckArtist(FieldErrors errors, string? artist)
    {
        errors.When(artist?.Length > MaxArtist, "artist", $"is longer than {MaxArtist} characters.");
        errors.When(artist?.Any(char.IsControl) == true, "artist", "must not have control characters.");
    }

    private static void CheckDescription(FieldErrors errors, string? description) =>
        errors.When(description?.Length > MaxDescription, "description", $"is longer than {MaxDescription} characters.");

    private static void CheckOrder(FieldErrors errors, string field, int? value) =>
        errors.When(value < 0, field, "must be 0 or more.");
}
