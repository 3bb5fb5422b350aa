using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Eviction;

internal static partial class Log
{
    [LoggerMessage(EventId = 401, Level = LogLevel.Information, Message = "Meeting {Id} is evicted, unused since {LastUse:u}")]
    public static partial void Evicted(this ILogger logger, string id, DateTimeOffset lastUse);

    [LoggerMessage(EventId = 403, Level = LogLevel.Information, Message = "Media blob {Hash} is evicted, unused since {LastUse:u}")]
    public static partial void MediaEvicted(this ILogger logger, BlobHash hash, DateTimeOffset lastUse);

    [LoggerMessage(EventId = 402, Level = LogLevel.Information, Message = "Swept {Count} blobs that no meeting needs")]
    public static partial void Swept(this ILogger logger, int count);

    [LoggerMessage(EventId = 404, Level = LogLevel.Warning, Message = "{Count} blobs that no meeting needs could not be deleted; the next sweep tries again")]
    public static partial void NotSwept(this ILogger logger, Exception exception, int count);
}
