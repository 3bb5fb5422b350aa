namespace MeetingCloud.Node.Scrub;

internal static partial class Log
{
    [LoggerMessage(EventId = 502, Level = LogLevel.Error, Message = "Reading the blobs again failed; trying again in the next round")]
    public static partial void ScrubFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 501, Level = LogLevel.Debug, Message = "Read all blobs again: {Bad} were bad")]
    public static partial void Scrubbed(this ILogger logger, int bad);
}
