namespace MeetingCloud.Api.Uploads;

/// <summary>Which file of which meeting an upload becomes.</summary>
internal sealed record UploadTarget(string MeetingId, string Path, string ContentType, string? AgendaItemId);
