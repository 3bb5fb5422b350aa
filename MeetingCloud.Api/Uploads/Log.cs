namespace MeetingCloud.Api.Uploads;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Upload {Id} of {Bytes} bytes is a file of the meeting {MeetingId}")]
    public static partial void TakenIn(ILogger logger, string id, string meetingId, long bytes);

    [LoggerMessage(2, LogLevel.Warning, "Upload {Id} to the meeting {MeetingId} has arrived and could not be taken in ({Reason}); its client may try again")]
    public static partial void NotTakenIn(ILogger logger, string id, string meetingId, string reason);

    [LoggerMessage(3, LogLevel.Information, "Deleted {Count} uploads that had expired")]
    public static partial void Expired(ILogger logger, int count);

    [LoggerMessage(4, LogLevel.Error, "Looking for uploads that have expired failed; trying again later")]
    public static partial void SweepFailed(ILogger logger, Exception exception);

    [LoggerMessage(5, LogLevel.Warning, "Upload {Id} is a file of the meeting {MeetingId}, and its record could not be written ({Error}); its client may send it again")]
    public static partial void NotRecorded(ILogger logger, string id, string meetingId, string error);

    [LoggerMessage(6, LogLevel.Error, "Whether upload {Id} has expired cannot be told; trying again later")]
    public static partial void NotSwept(ILogger logger, Exception exception, string id);
}
