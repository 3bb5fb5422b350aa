using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Media;

internal static partial class Log
{
    [LoggerMessage(EventId = 701, Level = LogLevel.Warning, Message = "Media blob {Hash} was not fetched: {Reason}")]
    public static partial void NotFetched(this ILogger logger, BlobHash hash, string reason);

    [LoggerMessage(EventId = 702, Level = LogLevel.Warning, Message = "What came for media blob {Hash} is not the blob; asking the control plane alone")]
    public static partial void WrongBytes(this ILogger logger, BlobHash hash);

    [LoggerMessage(EventId = 704, Level = LogLevel.Warning, Message = "The use of media blob {Hash} could not be noted")]
    public static partial void NotNoted(this ILogger logger, Exception exception, BlobHash hash);

    [LoggerMessage(EventId = 703, Level = LogLevel.Debug, Message = "No room for media blob {Hash} of {Bytes} bytes: passing it through")]
    public static partial void PassedThrough(this ILogger logger, BlobHash hash, long bytes);
}
