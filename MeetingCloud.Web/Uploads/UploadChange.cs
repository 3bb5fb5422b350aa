namespace MeetingCloud.Web.Uploads;

/// <summary>What the browser tells of one upload: what has changed, and all of it the first time.</summary>
/// <param name="Path">In its folder, as the browser has it.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sent">Bytes of them that are gone.</param>
/// <param name="Speed">Bytes per second.</param>
/// <param name="Status">Why it failed: an HTTP status, or one of <see cref="UploadFailure"/>.</param>
/// <param name="Detail">The same in the control plane's words, where it has any.</param>
public sealed record UploadChange(
    int Id, string? Path, long? Size, long? Sent, double? Speed, UploadState? State, int? Status, string? Detail);
