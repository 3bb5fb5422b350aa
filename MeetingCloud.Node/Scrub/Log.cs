namespace MeetingCloud.Node.Scrub;

internal static partial class Log
{
    [LoggerMessage(EventId = 501, Level = LogLevel.Debug, Message = "Read all blobs again: {Bad} were bad")]
    public static partial void Scrubbed(this ILogger logger, int bad);
}
