namespace MeetingCloud.Web.Attendees;

/// <summary>What came of a code that was typed.</summary>
public enum CodeAnswer
{
    /// <summary>None was.</summary>
    None,

    Right,

    Wrong,

    /// <summary>Too many were wrong of late; this one was not looked at.</summary>
    TooMany,
}
