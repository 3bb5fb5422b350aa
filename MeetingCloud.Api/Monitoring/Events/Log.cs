namespace MeetingCloud.Api.Monitoring.Events;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{Count} events of nodes could not be written: {Error}")]
    public static partial void NotWritten(ILogger logger, int count, string error);
}
