namespace MeetingCloud.Web.Uploads;

/// <summary>What may go wrong before there is an answer with a status.</summary>
public static class UploadFailure
{
    /// <summary>The browser cannot read the file (any more).</summary>
    public const int Unreadable = -1;

    /// <summary>The page could not get a ticket.</summary>
    public const int NoTicket = -2;

    /// <summary>The control plane did not answer, for minutes.</summary>
    public const int NoAnswer = 0;
}
