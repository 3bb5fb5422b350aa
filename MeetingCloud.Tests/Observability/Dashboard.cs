using System.Text.Json;

namespace MeetingCloud.Tests.Observability;

/// <summary>A panel of <c>grafana/meetingcloud.json</c>.</summary>
internal sealed record Dashboard(string Title, string Description, string Unit, bool HasThresholds, IReadOnlyList<string> Expressions)
{
    public static string File => Path.Combine(ProjectFolder.Observability, "grafana", "meetingcloud.json");

    /// <summary>All panels but the rows.</summary>
    public static IReadOnlyList<Dashboard> ReadPanels()
    {
        using var json = JsonDocument.Parse(System.IO.File.ReadAllText(File));
        return
        [
            .. from panel in json.RootElement.GetProperty("panels").EnumerateArray()
               where panel.GetProperty("type").GetString() != "row"
               let defaults = panel.GetProperty("fieldConfig").GetProperty("defaults")
               select new Dashboard(
                   panel.GetProperty("title").GetString()!,
                   panel.GetProperty("description").GetString()!,
                   defaults.TryGetProperty("unit", out var unit) ? unit.GetString()! : "",
                   defaults.TryGetProperty("thresholds", out _),
                   [.. panel.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("expr").GetString()!)]),
        ];
    }
}
