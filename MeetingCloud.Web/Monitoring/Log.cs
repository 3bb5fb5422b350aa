namespace MeetingCloud.Web.Monitoring;

internal static partial class Log
{
    [LoggerMessage(5001, LogLevel.Warning, "The control plane gives no answer: {Kind} ({Cause})")]
    public static partial void ControlPlaneAway(ILogger logger, LiveFaultKind kind, string cause);

    [LoggerMessage(5002, LogLevel.Information, "The control plane is back")]
    public static partial void ControlPlaneBack(ILogger logger);

    [LoggerMessage(5003, LogLevel.Error, "What pages watch could not be asked for")]
    public static partial void AskingFailed(ILogger logger, Exception exception);
}
