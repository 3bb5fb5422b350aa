namespace MeetingCloud.Node.Registration;

internal static partial class Log
{
    [LoggerMessage(EventId = 101, Level = LogLevel.Information, Message = "Registered as {Id} at {ControlPlane}")]
    public static partial void Registered(this ILogger logger, string id, Uri controlPlane);

    [LoggerMessage(EventId = 102, Level = LogLevel.Information, Message = "The control plane does not know this node any more; registering again")]
    public static partial void Forgotten(this ILogger logger);

    [LoggerMessage(EventId = 103, Level = LogLevel.Warning, Message = "No heartbeat delivered: {Reason}; trying on")]
    public static partial void NotReported(this ILogger logger, string reason);

    [LoggerMessage(EventId = 104, Level = LogLevel.Error, Message = "No heartbeat could be made; trying on")]
    public static partial void ReportFailed(this ILogger logger, Exception exception);
}
