namespace MeetingCloud.Web.Attendees;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Meeting {Meeting} cannot be asked for: {Error}")]
    public static partial void Away(ILogger logger, string meeting, string error);
}
