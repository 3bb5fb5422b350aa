namespace MeetingCloud.Api.Origins.Leases;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Redis is away ({Error}): this instance keeps to its share of the origin's limits, one of {Instances}")]
    public static partial void Alone(this ILogger logger, string error, int instances);

    [LoggerMessage(2, LogLevel.Information, "Redis is back: the origin's limits are shared again")]
    public static partial void Together(this ILogger logger);
}
