namespace MeetingCloud.Api.Meetings;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The package of meeting {Meeting} could not be recorded: {Error}")]
    public static partial void NotRecorded(ILogger logger, string meeting, string error);
}
