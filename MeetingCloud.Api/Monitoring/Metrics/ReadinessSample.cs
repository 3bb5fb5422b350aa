namespace MeetingCloud.Api.Monitoring.Metrics;

/// <summary>The active meetings at one moment.</summary>
/// <param name="None">Those that no active node holds: the control plane serves them.</param>
/// <param name="Some">Those that some active nodes hold.</param>
/// <param name="All">Those that every active node holds.</param>
/// <param name="Lag">How long the meeting that has waited longest has been waiting for every active node.</param>
internal sealed record ReadinessSample(int None, int Some, int All, TimeSpan Lag);
