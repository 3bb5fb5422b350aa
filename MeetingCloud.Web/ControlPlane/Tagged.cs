namespace MeetingCloud.Web.ControlPlane;

/// <summary>An answer and its entity tag, with which the control plane is asked whether there is anything new.</summary>
public sealed record Tagged<T>(T Value, string? ETag);
