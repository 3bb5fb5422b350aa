using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Origins.Health;
using MeetingCloud.Storage.WebDav;
using Microsoft.Extensions.Logging;

namespace MeetingCloud.Storage.Origins;

internal static partial class Log
{
    [LoggerMessage(EventId = 501, Level = LogLevel.Warning, Message = "Origin server {Server} is {State} ({Failure}) until {RetryAt:u}: {Reason}")]
    public static partial void ServerOut(
        this ILogger logger, string server, OriginState state, WebDavFailure failure, DateTimeOffset? retryAt, string? reason);

    [LoggerMessage(EventId = 502, Level = LogLevel.Information, Message = "Origin server {Server} is {State}")]
    public static partial void ServerWell(this ILogger logger, string server, OriginState state);

    [LoggerMessage(EventId = 503, Level = LogLevel.Warning, Message = "Origin server {Server} failed at byte {Offset} of blob {Blob}: {Reason}")]
    public static partial void ReadFailed(this ILogger logger, string server, BlobHash blob, long offset, string reason);

    [LoggerMessage(EventId = 504, Level = LogLevel.Warning, Message = "Origin server {Server} did not take blob {Blob}: {Reason}")]
    public static partial void WriteFailed(this ILogger logger, string server, BlobHash blob, string reason);

    [LoggerMessage(EventId = 505, Level = LogLevel.Error, Message = "Copy {Copy} of blob {Blob} on {Server} is not what it should be: {Reason}")]
    public static partial void CopySuspect(this ILogger logger, string copy, BlobHash blob, string server, string reason);

    [LoggerMessage(EventId = 506, Level = LogLevel.Error, Message = "Looking after the origin servers failed; going on")]
    public static partial void MonitorFailed(this ILogger logger, Exception exception);
}
