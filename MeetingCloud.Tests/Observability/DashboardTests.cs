using System.Text.Json;

namespace MeetingCloud.Tests.Observability;

public sealed class DashboardTests
{
    [Fact]
    public void Panel_SaysWhatItShows()
    {
        var panels = Dashboard.ReadPanels();
        Assert.Equal(panels.Count, panels.Select(panel => panel.Title).Distinct(StringComparer.Ordinal).Count());
        Assert.All(panels, panel =>
        {
            Assert.NotEmpty(panel.Description);
            Assert.NotEmpty(panel.Expressions);
            Assert.True(panel.HasThresholds, panel.Title);
        });
    }

    [Fact]
    public void Dashboard_AsksTheDataSourceThatItsReaderChose()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Dashboard.File));
        var variable = Assert.Single(json.RootElement.GetProperty("templating").GetProperty("list").EnumerateArray());
        Assert.Equal("datasource", variable.GetProperty("name").GetString());
        Assert.All(
            json.RootElement.GetProperty("panels").EnumerateArray().Where(panel => panel.TryGetProperty("targets", out _)),
            panel => Assert.Equal("${datasource}", panel.GetProperty("datasource").GetProperty("uid").GetString()));
    }

    [Fact]
    public void Panels_DoNotOverlap()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Dashboard.File));
        var taken = new HashSet<(int X, int Y)>();
        foreach (var panel in json.RootElement.GetProperty("panels").EnumerateArray())
        {
            var (x, y, w, h) = (Number("x"), Number("y"), Number("w"), Number("h"));
            Assert.InRange(x + w, 1, 24);
            Assert.All(Enumerable.Range(0, w * h), i => Assert.True(taken.Add((x + (i % w), y + (i / w))), panel.GetProperty("title").GetString()));

            int Number(string name) => panel.GetProperty("gridPos").GetProperty(name).GetInt32();
        }
    }
}
