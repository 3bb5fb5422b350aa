namespace MeetingCloud.Tests.Observability.Otlp;

internal enum OtlpMetricKind
{
    Gauge,
    UpDownCounter,
    Counter,
    Histogram,
}
