namespace MeetingCloud.Benchmarks.Reporting;

/// <summary>A line of the table.</summary>
/// <param name="Peer">The same figure of what it is compared with, in the same run; null where the target stands alone.</param>
/// <param name="Ratio">Ours to the peer's.</param>
/// <param name="Met">Whether the target is met; null where there is none, or it could not be measured.</param>
internal sealed record Measurement(string What, string Measured, string? Peer, string? Ratio, string? Target, bool? Met)
{
    public static Measurement NotMeasured(string what, string target, string reason) => new(what, $"not measured: {reason}", null, null, target, null);
}
