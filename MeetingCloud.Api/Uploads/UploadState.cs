namespace MeetingCloud.Api.Uploads;

/// <summary>An upload as the disk has it, which is what all instances go by.</summary>
/// <param name="Offset">Bytes that have arrived and are good.</param>
/// <param name="LastActivity">When its record or its bytes were last written to.</param>
internal sealed record UploadState(UploadRecord Record, long Offset, DateTimeOffset LastActivity);
