namespace MeetingCloud.Storage.Origins;

/// <summary>A copy of a blob on a server, as the catalog records it.</summary>
/// <param name="Id">
/// Part of the file's name there: no two copies share one, so that deleting the one never hits the other.
/// </param>
/// <param name="PartSize">Bytes of each part but the last; 0 where the file is whole.</param>
public sealed record OriginCopy(string Id, string ServerId, long PartSize, OriginCopyState State);
