namespace MeetingCloud.Web.Monitoring;

/// <summary>Why there is no answer, for people, and since when.</summary>
public sealed record ClusterFault(string Message, DateTimeOffset Since);
