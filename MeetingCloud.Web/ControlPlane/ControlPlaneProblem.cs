namespace MeetingCloud.Web.ControlPlane;

/// <summary>Problem details as the control plane sends them.</summary>
internal sealed record ControlPlaneProblem(string? Title, string? Detail, Dictionary<string, string[]>? Errors);
