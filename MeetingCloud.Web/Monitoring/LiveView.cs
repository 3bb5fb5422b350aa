namespace MeetingCloud.Web.Monitoring;

/// <summary>What the control plane said last, and whether it still says something.</summary>
/// <param name="Value">Null until it has answered once.</param>
/// <param name="TakenAt">When it said so.</param>
/// <param name="Fault">Null while it answers.</param>
public sealed record LiveView<T>(T? Value, DateTimeOffset TakenAt, LiveFault? Fault)
    where T : class
{
    public static readonly LiveView<T> Empty = new(null, default, null);
}
