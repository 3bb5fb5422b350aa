namespace MeetingCloud.Node.Serving;

internal static partial class Log
{
    [LoggerMessage(EventId = 601, Level = LogLevel.Warning, Message = "{Path} could not be served whole: {Reason}")]
    public static partial void BrokeOff(this ILogger logger, string? path, string reason);
}
