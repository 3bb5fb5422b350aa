using Microsoft.Extensions.Logging;

namespace MeetingCloud.Storage.Blobs;

internal static partial class Log
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "Blob {Hash} is corrupt on disk; moved to quarantine")]
    public static partial void Quarantined(this ILogger logger, BlobHash hash);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "Blob {Hash} cannot be read")]
    public static partial void Unreadable(this ILogger logger, Exception exception, BlobHash hash);

    [LoggerMessage(EventId = 5, Level = LogLevel.Warning, Message = "Blob {Hash} is back: a process ended while it looked whether to delete it")]
    public static partial void Restored(this ILogger logger, BlobHash hash);

    [LoggerMessage(EventId = 4, Level = LogLevel.Error, Message = "Blob {Hash} is corrupt on disk, and cannot be moved to quarantine")]
    public static partial void Stuck(this ILogger logger, Exception exception, BlobHash hash);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "Removed {Count} stale temporary files")]
    public static partial void StaleRemoved(this ILogger logger, int count);
}
