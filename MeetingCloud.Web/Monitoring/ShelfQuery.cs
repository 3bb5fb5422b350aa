namespace MeetingCloud.Web.Monitoring;

/// <summary>Which page of which series.</summary>
/// <param name="Text">Part of a title; null for any.</param>
/// <param name="PageNumber">From 1.</param>
public sealed record ShelfQuery(string? Text, int PageNumber, int PageSize);
