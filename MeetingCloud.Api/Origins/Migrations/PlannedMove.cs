using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Origins;

namespace MeetingCloud.Api.Origins.Migrations;

/// <summary>One step: a copy to make, a copy to delete once it is made, or one of the two alone.</summary>
/// <param name="Source">Copy that the bytes are read from; null where they are on this disk only.</param>
internal sealed record PlannedMove(BlobHash Blob, long Size, OriginServer? Target, OriginCopy? Surplus, OriginCopy? Source);
