namespace MeetingCloud.Tests.Observability.Otlp;

/// <summary>
/// What a collector makes of names (OpenTelemetry's compatibility document for Prometheus; the collector's strategy
/// UnderscoreEscapingWithSuffixes): underscores, then the unit in words, then <c>_total</c> or <c>_ratio</c>.
/// </summary>
internal static class PrometheusName
{
    private static readonly Dictionary<string, string> s_units = new(StringComparer.Ordinal)
    {
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["By"] = "bytes",
        ["%"] = "percent",
        ["Cel"] = "celsius",
    };

    /// <summary>The name, without the <c>_bucket</c>, <c>_sum</c> and <c>_count</c> of a histogram.</summary>
    public static string Of(OtlpMetric metric)
    {
        var tokens = Tokens(metric.Name);
        if (!metric.Unit.Contains('{', StringComparison.Ordinal) && metric.Unit is not ("" or "1"))
        {
            var unit = s_units[metric.Unit];
            if (!tokens.Contains(unit, StringComparer.Ordinal))
            {
                tokens.Add(unit);
            }
        }

        if (metric.Kind == OtlpMetricKind.Counter)
        {
            tokens.RemoveAll(token => token == "total");
            tokens.Add("total");
        }

        if (metric is { Kind: OtlpMetricKind.Gauge, Unit: "1" })
        {
            tokens.RemoveAll(token => token == "ratio");
            tokens.Add("ratio");
        }

        return string.Join('_', tokens);
    }

    /// <summary>Every name under which its series are stored.</summary>
    public static IReadOnlyList<string> SeriesOf(OtlpMetric metric) =>
        metric.Kind == OtlpMetricKind.Histogram ? [$"{Of(metric)}_bucket", $"{Of(metric)}_sum", $"{Of(metric)}_count"] : [Of(metric)];

    public static string Label(string attribute) => string.Join('_', Tokens(attribute));

    private static List<string> Tokens(string name)
    {
        var plain = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return [.. plain.Split('_', StringSplitOptions.RemoveEmptyEntries)];
    }
}
