using System.Text;
using System.Text.Json;
using MeetingCloud.Tests.Storage.Support;
using MeetingCloud.Tests.Support.Programs;

namespace MeetingCloud.Tests.Observability;

/// <summary>Prometheus' own tool on our rules (Debian's package prometheus).</summary>
public sealed class PromtoolTests
{
    private static string Folder => Path.Combine(ProjectFolder.Observability, "prometheus");

    [ProgramFact("promtool")]
    public async Task Rules_AreRules() => await RunAsync("check", "rules", Path.Combine(Folder, "alerts.yaml"));

    [ProgramFact("promtool")]
    public async Task Rules_FireOnWhatTheyAreFor_AndOnNothingElse() => await RunAsync("test", "rules", Path.Combine(Folder, "alerts.test.yaml"));

    [ProgramFact("promtool")]
    public async Task Configuration_IsOne() => await RunAsync("check", "config", Path.Combine(Folder, "prometheus.yaml"));

    [ProgramFact("promtool")]
    public async Task Panels_AskWhatPrometheusUnderstands()
    {
        using var folder = new TemporaryFolder();
        var rules = new StringBuilder("groups:\n  - name: panels\n    rules:\n");
        var number = 0;
        foreach (var expression in Dashboard.ReadPanels().SelectMany(panel => panel.Expressions))
        {
            var text = JsonSerializer.Serialize(expression.Replace("$__rate_interval", "5m", StringComparison.Ordinal));
            rules.Append(System.Globalization.CultureInfo.InvariantCulture, $"      - record: panel:{number++}\n        expr: {text}\n");
        }

        var file = Path.Combine(folder.Path, "panels.yaml");
        await File.WriteAllTextAsync(file, rules.ToString());
        await RunAsync("check", "rules", file);
    }

    [Fact]
    public async Task AlertTests_TryEachAlert()
    {
        var tests = await File.ReadAllTextAsync(Path.Combine(Folder, "alerts.test.yaml"));
        Assert.All(AlertRule.ReadAll(), alert => Assert.Contains($"\"{alert.Name}\"", tests, StringComparison.Ordinal));
    }

    private static async Task RunAsync(params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output) = await InstalledProgram.RunAsync("promtool", folder.Path, "", arguments);
        Assert.True(exitCode == 0, output);
    }
}
