namespace MeetingCloud.Web.ControlPlane;

/// <summary>Answer of <c>/health</c>.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="Checks">By name, such as <c>redis</c>.</param>
public sealed record ControlPlaneHealth(string? Status, IReadOnlyDictionary<string, ControlPlaneCheck>? Checks);
