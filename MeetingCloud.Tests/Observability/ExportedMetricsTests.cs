using System.Text.RegularExpressions;
using MeetingCloud.Tests.Observability.Otlp;
using MeetingCloud.Tests.Observability.PromQl;
using MeetingCloud.Tests.ServiceDefaults.Telemetry;

namespace MeetingCloud.Tests.Observability;

/// <summary>Alerts and dashboard name what the services export, and nothing else.</summary>
[Collection(TelemetryRunsAlone.Name)]
public sealed class ExportedMetricsTests(ExportedMetrics exported) : IClassFixture<ExportedMetrics>
{
    /// <summary>Given by the collector and by Prometheus.</summary>
    private static readonly string[] s_given = ["job", "instance", "le"];

    public static TheoryData<string, string> Expressions()
    {
        var data = new TheoryData<string, string>();
        foreach (var alert in AlertRule.ReadAll())
        {
            data.Add(alert.Name, alert.Expression);
        }

        foreach (var panel in Dashboard.ReadPanels())
        {
            panel.Expressions.ToList().ForEach(expression => data.Add(panel.Title, expression));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Expression_NamesWhatTheServicesExport(string name, string expression)
    {
        Assert.NotEmpty(name);
        var read = PromExpression.Read(expression);
        Assert.NotEmpty(read.Selectors);
        var labels = new HashSet<string>(s_given, StringComparer.Ordinal);
        foreach (var selector in read.Selectors)
        {
            var near = exported.BySeries.Select(m => m.Key).Where(m => m.StartsWith(selector.Metric[..Math.Min(12, selector.Metric.Length)], StringComparison.Ordinal));
            var metric = exported.BySeries[selector.Metric].SingleOrDefault();
            Assert.True(metric is not null, $"{selector.Metric} is not exported, but {string.Join(", ", near)}");
            var values = metric.Attributes.ToDictionary(a => PrometheusName.Label(a.Key), a => a.Value, StringComparer.Ordinal);
            labels.UnionWith(values.Keys);
            Assert.All(selector.Matchers, matcher => Check(matcher, values));
        }

        Assert.Superset(read.Labels.ToHashSet(StringComparer.Ordinal), labels);
    }

    [Fact]
    public void Metrics_AreInTheList_WithUnitAndNameInPrometheus()
    {
        var text = File.ReadAllText(Path.Combine(ProjectFolder.Observability, "README.md"));
        var own = exported.All.Where(metric => metric.Scope.StartsWith("MeetingCloud", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(own);
        Assert.All(own, metric =>
        {
            var unit = metric.Unit.Replace("|", "\\|", StringComparison.Ordinal);
            Assert.Contains($"| `{metric.Name}` | {unit} | `{PrometheusName.Of(metric)}` |", text, StringComparison.Ordinal);
        });
        var listed = Regex.Matches(text, @"^\| `(?<name>(?:meetingcloud|origin)\.[^`]+)`", RegexOptions.Multiline, TimeSpan.FromSeconds(1))
            .Select(match => match.Groups["name"].Value);
        Assert.Equal(own.Select(m => m.Name).Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    // Values that the services choose themselves must be theirs; statuses and kinds of errors are chance.
    private static void Check(PromMatcher matcher, Dictionary<string, IReadOnlySet<string>> values)
    {
        Assert.Contains(matcher.Label, values.Keys);
        if (matcher.Label is "http_response_status_code" or "http_request_method" || matcher.Value.Length == 0)
        {
            return;
        }

        var alternatives = matcher.Operator.Contains('~', StringComparison.Ordinal) ? matcher.Value.Split('|') : [Regex.Escape(matcher.Value)];
        Assert.All(alternatives, alternative => Assert.Contains(
            values[matcher.Label], value => Regex.IsMatch(value, $"^(?:{alternative})$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))));
    }
}
