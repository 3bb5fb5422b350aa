namespace MeetingCloud.Api.Monitoring.Metrics;

/// <summary>An active meeting and the version that nodes should hold.</summary>
internal sealed record ActiveVersion(string Id, long Version);
