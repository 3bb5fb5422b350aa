using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Peers;

internal static partial class Log
{
    [LoggerMessage(EventId = 301, Level = LogLevel.Warning, Message = "{Source} broke off blob {Hash} at {Offset}: {Reason}")]
    public static partial void SourceFailed(this ILogger logger, string source, BlobHash hash, long offset, string reason);

    [LoggerMessage(EventId = 302, Level = LogLevel.Warning, Message = "What came for blob {Hash} is not the blob; asking the control plane alone")]
    public static partial void WrongBytes(this ILogger logger, BlobHash hash);
}
