namespace MeetingCloud.Web.ControlPlane;

/// <summary>A part of the control plane's health.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="Description">The check's own words, in English; null where it has nothing to say.</param>
public sealed record ControlPlaneCheck(string? Status, string? Description = null)
{
    public bool IsHealthy => Status is "healthy";
}
