using MeetingCloud.Api.Http;
using MeetingCloud.Contracts;

namespace MeetingCloud.Api.Meetings;

/// <summary>What meetings and agenda items may hold; all that is wrong is said at once, by member.</summary>
internal static class MeetingValidation
{
    private const int MaxIntro = 10_000;
    private const int MaxPresenter = 200;
    private const int MinAccessCode = 4;
    private const int MaxAccessCode = 64;
    private const int MinutesInWeek = 7 * 24 * 60;

    /// <exception cref="ProblemException">422.</exception>
    public static void Check(MeetingRequest request)
    {
        var errors = new FieldErrors();
        errors.Title(request.Title);
        errors.When(request.Time is null, "time", "is missing.");
        // The serializer takes several names as well, with commas between, and adds them up.
        errors.When(request.Status is { } status && !Enum.IsDefined(status), "status", "must be draft, active or closed.");
        errors.When(request.Intro?.Length > MaxIntro, "intro", $"is longer than {MaxIntro} characters.");
        errors.When(
            request.AccessCode is { Length: > 0 and (< MinAccessCode or > MaxAccessCode) },
            "access_code",
            $"must have {MinAccessCode} to {MaxAccessCode} characters, or be empty.");
        errors.When(request.AccessCode?.Any(char.IsControl) == true, "access_code", "must not have control characters.");
        errors.Throw();
    }

    /// <exception cref="ProblemException">422.</exception>
    public static void Check(AgendaItemRequest request)
    {
        var errors = new FieldErrors();
        errors.Title(request.Title);
        errors.When(request.Position is null, "position", "is missing.");
        errors.When(request.Position < 0, "position", "must be 0 or more.");
        errors.When(request.Presenter?.Length > MaxPresenter, "presenter", $"is longer than {MaxPresenter} characters.");
        errors.When(
            request.DurationMinutes is < 1 or > MinutesInWeek, "duration_minutes", $"must be between 1 and {MinutesInWeek} minutes.");
        errors.Throw();
    }
}
