namespace MeetingCloud.Api.Sync;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "Reading changes failed; trying again")]
    public static partial void FeedFailed(ILogger logger, Exception exception);
}
