using System.Text.Json;
using System.Text.RegularExpressions;

namespace MeetingCloud.Tests.Observability;

public sealed partial class AlertTests
{
    private static readonly IReadOnlyList<AlertRule> s_alerts = AlertRule.ReadAll();

    [Fact]
    public void Alert_TellsWhoIsWokenWhatIsWrongAndWhatToDo()
    {
        Assert.NotEmpty(s_alerts);
        Assert.Equal(s_alerts.Count, s_alerts.Select(alert => alert.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(s_alerts, alert =>
        {
            Assert.StartsWith("MeetingCloud", alert.Name, StringComparison.Ordinal);
            Assert.Contains(alert.Labels["severity"], new[] { "critical", "warning" });
            Assert.NotEmpty(alert.Annotations["summary"]);
            Assert.NotEmpty(alert.Annotations["description"]);
            Assert.Equal($"docs/runbooks/{alert.Runbook}.md", alert.Annotations["runbook_url"]);
        });
    }

    [Theory]
    [InlineData(".md")]
    [InlineData(".zh-CN.md")]
    public void Runbook_IsThere_ForEachAlertAndForNothingElse(string ending)
    {
        var files = Directory.GetFiles(ProjectFolder.Runbooks, "*.md").Select(Path.GetFileName)
            .Where(name => name!.EndsWith(".zh-CN.md", StringComparison.Ordinal) == (ending == ".zh-CN.md"))
            .Where(name => name != $"README{ending}");
        Assert.Equal(s_alerts.Select(alert => alert.Runbook + ending).Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal)!);
    }

    [Theory]
    [InlineData(".md", "Attendees", "See", "Causes", "Do", "Over")]
    [InlineData(".zh-CN.md", "与会者", "查看", "原因", "处理", "结束")]
    public void Runbook_HasAllItsParts_InBothLanguages(string ending, params string[] parts)
    {
        Assert.All(s_alerts, alert =>
        {
            var text = File.ReadAllText(Path.Combine(ProjectFolder.Runbooks, alert.Runbook + ending));
            Assert.StartsWith($"# {alert.Name}\n", text, StringComparison.Ordinal);
            Assert.Equal(parts, Headings().Matches(text).Select(match => match.Groups["text"].Value));
        });
    }

    [Fact]
    public void RunbookLinks_LeadToFilesThatAreThere()
    {
        var files = Directory.GetFiles(ProjectFolder.Runbooks, "*.md");
        Assert.All(files, file => Assert.All(Links().Matches(File.ReadAllText(file)), link =>
        {
            var target = Path.Combine(ProjectFolder.Runbooks, link.Groups["file"].Value);
            Assert.True(File.Exists(target), $"{Path.GetFileName(file)}: {link.Groups["file"].Value}");
        }));
    }

    [Fact]
    public void GrafanaRule_IsThePrometheusRule_InItsOwnForm()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(ProjectFolder.Observability, "grafana", "alerts.json")));
        var rules = json.RootElement.GetProperty("groups").EnumerateArray()
            .SelectMany(group => group.GetProperty("rules").EnumerateArray().Select(rule => (Group: group.GetProperty("name").GetString(), Rule: rule)))
            .ToList();
        Assert.Equal(s_alerts.Select(a => a.Name), rules.Select(r => r.Rule.GetProperty("title").GetString()));
        // Grafana refuses longer ones.
        Assert.All(rules, r => Assert.InRange(r.Rule.GetProperty("uid").GetString()!.Length, 1, 40));
        Assert.All(s_alerts.Zip(rules), pair =>
        {
            var (alert, (group, rule)) = pair;
            var query = rule.GetProperty("data")[0];
            Assert.Equal(alert.Group, group);
            Assert.Equal(alert.Expression, query.GetProperty("model").GetProperty("expr").GetString());
            Assert.Equal("prometheus", query.GetProperty("datasourceUid").GetString());
            Assert.Equal(alert.For, rule.GetProperty("for").GetString());
            Assert.Equal(alert.Labels, Texts(rule, "labels"));
            Assert.Equal(
                alert.Annotations.ToDictionary(a => a.Key, a => a.Value.Replace("$value", "$values.A.Value", StringComparison.Ordinal)),
                Texts(rule, "annotations"));
            // Prometheus fires where there is a sample, be it 0.
            Assert.Equal("B", rule.GetProperty("condition").GetString());
            Assert.Equal("is_number($A)", rule.GetProperty("data")[1].GetProperty("model").GetProperty("expression").GetString());
        });
    }

    private static Dictionary<string, string> Texts(JsonElement rule, string name) =>
        rule.GetProperty(name).EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal);

    [GeneratedRegex("^## (?<text>.+)$", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Headings();

    [GeneratedRegex(@"\]\((?<file>[^)#:]+)(?:#[^)]*)?\)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Links();
}
