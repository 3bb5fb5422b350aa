namespace MeetingCloud.Tests.Observability.Meters;

/// <param name="Tags">As <c>key=value key=value</c>.</param>
internal sealed record MeterPoint(string Name, string? Unit, double Value, string Tags);
