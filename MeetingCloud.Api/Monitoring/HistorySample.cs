namespace MeetingCloud.Api.Monitoring;

/// <summary>The cluster at one moment.</summary>
/// <param name="Nodes">Those alive.</param>
/// <param name="Active">How many of them take downloads.</param>
/// <param name="Known">How many nodes are known, lost ones included.</param>
internal sealed record HistorySample(
    DateTimeOffset At, IReadOnlyList<NodeSample> Nodes, int Active, int Known, IReadOnlyList<ServerSample> Servers);
