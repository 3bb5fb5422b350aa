namespace MeetingCloud.Tests.Observability.Otlp;

/// <summary>A metric as it was exported, its points put together.</summary>
/// <param name="Scope">The meter.</param>
/// <param name="Attributes">Values by key, of all points.</param>
internal sealed record OtlpMetric(
    string Scope, string Name, string Unit, OtlpMetricKind Kind, IReadOnlyDictionary<string, IReadOnlySet<string>> Attributes);
