using MeetingCloud.Contracts;

namespace MeetingCloud.Web.Attendees;

/// <summary>What the attendee page shows. Public as components' parameters must be.</summary>
public abstract record AttendeeView(string Id, int Status)
{
    public sealed record Meeting(MeetingData Data, AttendeeLinks Links, DateTimeOffset AsOf, bool IsOld)
        : AttendeeView(Data.Id, StatusCodes.Status200OK);

    /// <summary>The meeting needs its access code. Nothing of it is shown before.</summary>
    public sealed record Code(string Id, CodeAnswer Answer) : AttendeeView(Id, Answer switch
    {
        CodeAnswer.Wrong => StatusCodes.Status401Unauthorized,
        CodeAnswer.TooMany => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status200OK,
    });

    public sealed record Closed(string Id) : AttendeeView(Id, StatusCodes.Status403Forbidden);

    /// <summary>There is none, or it is not published.</summary>
    public sealed record Unknown(string Id) : AttendeeView(Id, StatusCodes.Status404NotFound);

    /// <summary>The control plane is away, and nothing is remembered.</summary>
    public sealed record Away(string Id) : AttendeeView(Id, StatusCodes.Status503ServiceUnavailable);
}
