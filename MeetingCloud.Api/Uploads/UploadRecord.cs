namespace MeetingCloud.Api.Uploads;

/// <summary>What the disk knows of an upload beside its bytes.</summary>
/// <param name="Metadata">As its client sent it, which it is told when it asks.</param>
/// <param name="IsStored">It has become a file of its meeting, and its bytes are the origin's.</param>
internal sealed record UploadRecord(string Id, long Length, UploadTarget Target, string Metadata, bool IsStored);
