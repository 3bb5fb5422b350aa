namespace MeetingCloud.Api.Distribution;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Deleted {Count} blobs that no file names")]
    public static partial void Swept(ILogger logger, int count);

    [LoggerMessage(2, LogLevel.Error, "Looking for blobs that no file names failed; trying again later")]
    public static partial void SweepFailed(ILogger logger, Exception exception);
}
