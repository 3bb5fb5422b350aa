using Microsoft.Extensions.Logging;

namespace MeetingCloud.ServiceDefaults;

internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "Shutting down: unready for {Seconds} s before the listeners close")]
    public static partial void Draining(ILogger logger, double seconds);

    [LoggerMessage(1002, LogLevel.Warning, "Shutting down: {Count} connections were still busy after {Seconds} s and were cut")]
    public static partial void ConnectionsCut(ILogger logger, int count, double seconds);

    [LoggerMessage(1101, LogLevel.Information, "Redis connected at {EndPoint}")]
    public static partial void RedisConnected(ILogger logger, string? endPoint);

    [LoggerMessage(1102, LogLevel.Warning, "Redis at {EndPoint} lost ({Failure}); reconnecting by itself")]
    public static partial void RedisLost(ILogger logger, string? endPoint, string failure);

    [LoggerMessage(1103, LogLevel.Warning, "Redis is out of reach; connecting by itself as soon as it answers")]
    public static partial void RedisOutOfReach(ILogger logger);

    [LoggerMessage(1201, LogLevel.Warning, "{Method} {Authority}{Path}: attempt {Attempt} failed ({Outcome}), next in {Delay} ms")]
    public static partial void TransferRetry(
        ILogger logger, string method, string? authority, string? path, int attempt, string outcome, double delay);

    [LoggerMessage(1301, LogLevel.Debug, "{Instance} of {Service} failed and is passed over for {Seconds} s")]
    public static partial void InstanceFailed(ILogger logger, Uri instance, string service, double seconds);
}
