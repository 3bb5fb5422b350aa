using MeetingCloud.Contracts;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Api.Origins;

internal static partial class Log
{
    [LoggerMessage(EventId = 601, Level = LogLevel.Warning, Message = "What came from the origin for blob {Blob} is not the blob; its copies are read one by one")]
    public static partial void WrongBytes(this ILogger logger, BlobHash blob);

    [LoggerMessage(EventId = 602, Level = LogLevel.Warning, Message = "Blob {Blob} did not come from the origin: {Reason}")]
    public static partial void FetchFailed(this ILogger logger, BlobHash blob, string reason);

    [LoggerMessage(EventId = 603, Level = LogLevel.Debug, Message = "Blob {Blob} has a further copy on {Server}")]
    public static partial void Repaired(this ILogger logger, BlobHash blob, string server);

    [LoggerMessage(EventId = 604, Level = LogLevel.Warning, Message = "Blob {Blob} could not be repaired with {Server}: {Reason}")]
    public static partial void RepairFailed(this ILogger logger, BlobHash blob, string server, string reason);

    [LoggerMessage(EventId = 605, Level = LogLevel.Warning, Message = "The repair of blob {Blob} is put off: {Reason}")]
    public static partial void RepairPutOff(this ILogger logger, BlobHash blob, string reason);

    [LoggerMessage(EventId = 606, Level = LogLevel.Error, Message = "The copy of blob {Blob} on {Server} holds other bytes")]
    public static partial void WrongCopy(this ILogger logger, BlobHash blob, string server);

    [LoggerMessage(EventId = 607, Level = LogLevel.Warning, Message = "Copy {Copy} on {Server} could not be deleted; trying again later: {Reason}")]
    public static partial void DeleteFailed(this ILogger logger, string copy, string server, string reason);

    [LoggerMessage(EventId = 608, Level = LogLevel.Error, Message = "Looking after the origin failed; trying again later")]
    public static partial void WorkFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 609, Level = LogLevel.Warning, Message = "{Server} was {Before} and is now {After}, but {Copies} copies are recorded as written to the former: if the servers were renumbered, number them as before")]
    public static partial void AccountChanged(this ILogger logger, string server, string before, string after, int copies);

    [LoggerMessage(EventId = 610, Level = LogLevel.Warning, Message = "{Server} is not configured any more, but {Copies} copies are recorded there")]
    public static partial void ServerGone(this ILogger logger, string server, int copies);

    [LoggerMessage(EventId = 611, Level = LogLevel.Information, Message = "{Server} was switched: enabled is {Enabled}")]
    public static partial void Toggled(this ILogger logger, string server, bool enabled);

    [LoggerMessage(EventId = 612, Level = LogLevel.Information, Message = "Migration {Id} runs")]
    public static partial void MigrationStarted(this ILogger logger, string id);

    [LoggerMessage(EventId = 613, Level = LogLevel.Information, Message = "Migration {Id} has ended: {State}")]
    public static partial void MigrationFinished(this ILogger logger, string id, MigrationState state);

    [LoggerMessage(EventId = 614, Level = LogLevel.Warning, Message = "Moving blob {Blob} ({Server}) failed; once more: {Reason}")]
    public static partial void StepFailed(this ILogger logger, BlobHash blob, string? server, string reason);

    [LoggerMessage(EventId = 615, Level = LogLevel.Information, Message = "The origin is a pool of {Servers} WebDAV servers, with {Replicas} copies of each file; counting since {Since:u}")]
    public static partial void Started(this ILogger logger, int servers, int replicas, DateTimeOffset since);

    [LoggerMessage(EventId = 616, Level = LogLevel.Warning, Message = "Waiting for the database, to read which servers are switched off: {Reason}")]
    public static partial void ServersNotLoaded(this ILogger logger, string reason);
}
