using System.Globalization;
using System.Text;

namespace MeetingCloud.Tests.Observability.Otlp;

/// <summary>
/// Reads the body of <c>POST /v1/metrics</c>: an ExportMetricsServiceRequest of opentelemetry-proto 1.x, by the numbers of its fields.
/// </summary>
internal static class OtlpMetrics
{
    private const int Gauge = 5;
    private const int Sum = 7;
    private const int Histogram = 9;

    /// <summary>The metrics of all bodies; those of one name are one.</summary>
    public static IReadOnlyList<OtlpMetric> Read(IEnumerable<byte[]> bodies) =>
    [
        .. bodies.SelectMany(body => Messages(body, 1)).SelectMany(resource => Messages(resource, 2)).SelectMany(ReadScope)
            .GroupBy(metric => (metric.Scope, metric.Name), (_, same) => Merge([.. same])),
    ];

    private static IEnumerable<OtlpMetric> ReadScope(ReadOnlyMemory<byte> scopeMetrics)
    {
        var scope = Messages(scopeMetrics, 1).Select(s => Text(s, 1)).FirstOrDefault() ?? "";
        return Messages(scopeMetrics, 2).Select(metric => ReadMetric(scope, metric));
    }

    private static OtlpMetric ReadMetric(string scope, ReadOnlyMemory<byte> metric)
    {
        foreach (var (field, _, data) in ProtobufMessage.Fields(metric))
        {
            if (field is Gauge or Sum or Histogram)
            {
                var isMonotonic = ProtobufMessage.Fields(data).Any(f => field == Sum && f is { Field: 3, Number: 1 });
                var kind = field switch
                {
                    Gauge => OtlpMetricKind.Gauge,
                    Histogram => OtlpMetricKind.Histogram,
                    _ => isMonotonic ? OtlpMetricKind.Counter : OtlpMetricKind.UpDownCounter,
                };
                // Attributes are field 7 of a number's point, and field 9 of a histogram's.
                var attributes = Messages(data, 1).SelectMany(point => Messages(point, field == Histogram ? 9 : 7)).Select(Attribute)
                    .GroupBy(a => a.Key, a => a.Value, StringComparer.Ordinal)
                    .ToDictionary(g => g.Key, IReadOnlySet<string> (g) => g.ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
                return new OtlpMetric(scope, Text(metric, 1), Text(metric, 3), kind, attributes);
            }
        }

        throw new FormatException($"'{Text(metric, 1)}' has no points of a kind that is known.");
    }

    private static (string Key, string Value) Attribute(ReadOnlyMemory<byte> keyValue)
    {
        // AnyValue: string_value 1, bool_value 2, int_value 3.
        var value = Messages(keyValue, 2).SelectMany(ProtobufMessage.Fields)
            .Select(f => f.Field == 1 ? Encoding.UTF8.GetString(f.Bytes.Span) : f.Number.ToString(CultureInfo.InvariantCulture))
            .FirstOrDefault();
        return (Text(keyValue, 1), value ?? "");
    }

    private static OtlpMetric Merge(IReadOnlyList<OtlpMetric> same) => same[0] with
    {
        Attributes = same.SelectMany(metric => metric.Attributes)
            .GroupBy(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, IReadOnlySet<string> (g) => g.SelectMany(v => v).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal),
    };

    private static IEnumerable<ReadOnlyMemory<byte>> Messages(ReadOnlyMemory<byte> message, int field) =>
        ProtobufMessage.Fields(message).Where(f => f.Field == field).Select(f => f.Bytes);

    private static string Text(ReadOnlyMemory<byte> message, int field) =>
        Messages(message, field).Select(bytes => Encoding.UTF8.GetString(bytes.Span)).FirstOrDefault() ?? "";
}
