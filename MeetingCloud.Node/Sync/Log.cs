using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Sync;

internal static partial class Log
{
    [LoggerMessage(EventId = 201, Level = LogLevel.Information, Message = "Meeting {Id}: version {Version} is ready ({Files} files, {Bytes} bytes)")]
    public static partial void Ready(this ILogger logger, string id, long version, int files, long bytes);

    [LoggerMessage(EventId = 202, Level = LogLevel.Information, Message = "Meeting {Id}: fetching version {Version}, {Missing} of {Files} blobs are missing")]
    public static partial void Fetching(this ILogger logger, string id, long version, int missing, int files);

    [LoggerMessage(EventId = 203, Level = LogLevel.Information, Message = "Meeting {Id} is closed")]
    public static partial void Closed(this ILogger logger, string id);

    [LoggerMessage(EventId = 204, Level = LogLevel.Information, Message = "Meeting {Id} was deleted")]
    public static partial void Deleted(this ILogger logger, string id);

    [LoggerMessage(EventId = 205, Level = LogLevel.Warning, Message = "Meeting {Id} cannot be synchronised for now: {Reason}")]
    public static partial void SyncFailed(this ILogger logger, string id, string reason);

    [LoggerMessage(EventId = 206, Level = LogLevel.Error, Message = "Meeting {Id} cannot be held: {Reason}")]
    public static partial void NoRoom(this ILogger logger, string id, string reason);

    [LoggerMessage(EventId = 207, Level = LogLevel.Error, Message = "Meeting {Id}: the manifest and the package's metadata do not agree: {Reason}")]
    public static partial void BadManifest(this ILogger logger, string id, string reason);

    [LoggerMessage(EventId = 208, Level = LogLevel.Warning, Message = "The event stream ended: {Reason}; polling until it is back")]
    public static partial void EventsLost(this ILogger logger, string reason);

    [LoggerMessage(EventId = 209, Level = LogLevel.Information, Message = "Listening to the event stream")]
    public static partial void EventsConnected(this ILogger logger);

    [LoggerMessage(EventId = 210, Level = LogLevel.Warning, Message = "The active meetings cannot be asked for: {Reason}")]
    public static partial void PollFailed(this ILogger logger, string reason);

    [LoggerMessage(EventId = 211, Level = LogLevel.Warning, Message = "{Path} is not a meeting's state; it is passed over")]
    public static partial void BadState(this ILogger logger, string path);

    [LoggerMessage(EventId = 212, Level = LogLevel.Information, Message = "Restored {Meetings} meetings from disk; blobs are verified on first use")]
    public static partial void Restored(this ILogger logger, int meetings);

    [LoggerMessage(EventId = 213, Level = LogLevel.Warning, Message = "Meeting {Id} is on disk without usable metadata; it is fetched again")]
    public static partial void NotRestored(this ILogger logger, string id);

    [LoggerMessage(EventId = 214, Level = LogLevel.Warning, Message = "Blob {Hash} could not be deleted")]
    public static partial void NotDeleted(this ILogger logger, Exception exception, BlobHash hash);

    [LoggerMessage(EventId = 218, Level = LogLevel.Information, Message = "Meeting {Id} changed while version {Version} was fetched; starting over")]
    public static partial void Superseded(this ILogger logger, string id, long version);

    [LoggerMessage(EventId = 217, Level = LogLevel.Warning, Message = "When meeting {Id} was last used could not be saved")]
    public static partial void NotSaved(this ILogger logger, Exception exception, string id);

    [LoggerMessage(EventId = 216, Level = LogLevel.Error, Message = "Looking after the meetings failed; trying on")]
    public static partial void SyncingFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 215, Level = LogLevel.Error, Message = "Meeting {Id}: synchronisation failed")]
    public static partial void SyncBroke(this ILogger logger, Exception exception, string id);
}
