namespace MeetingCloud.Api.Monitoring.Metrics;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{Metric} could not be measured: {Error}")]
    public static partial void NotMeasured(ILogger logger, string metric, string error);
}
