using System.Net;
using System.Text;
using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Cluster;

/// <summary>Texts are compared, put in order and kept alike, whichever database holds them.</summary>
public sealed class DatabaseTextTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await TestCluster.StartAsync(nodes: 0);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Titles_AreInTheOrderOfTheirBytes_WithoutRegardToTheCaseOfAscii()
    {
        foreach (var title in new[] { "éa", "a c", "Ab", "B", "_", "aD", "É", "中", "-a", "c", "Z", "🎼", "\uFB00" })
        {
            await _cluster.Admin.CreateMeetingAsync(title);
        }

        var page = await _cluster.Admin.GetContractAsync<Page<MeetingSummary>>($"{Routes.Meetings}?sort=title");

        Assert.Equal(["-a", "_", "a c", "Ab", "aD", "B", "c", "Z", "É", "éa", "中", "\uFB00", "🎼"], page.Items.Select(m => m.Title));
    }

    [Theory]
    [InlineData("BOARD", "board", "The Board")]
    [InlineData("É", "É")]
    [InlineData("%", "100% \\ _")]
    [InlineData("\\", "100% \\ _")]
    [InlineData("_", "100% \\ _")]
    [InlineData("会议", "会议")]
    public async Task Search_FindsWhatHasTheText_WithoutRegardToTheCaseOfAscii(string text, params string[] expected)
    {
        foreach (var title in new[] { "The Board", "board", "É", "é", "100% \\ _", "会议" })
        {
            await _cluster.Admin.CreateMeetingAsync(title);
        }

        var page = await _cluster.Admin.GetContractAsync<Page<MeetingSummary>>($"{Routes.Meetings}?sort=title&q={Uri.EscapeDataString(text)}");

        Assert.Equal(expected, page.Items.Select(m => m.Title));
    }

    [Theory]
    [InlineData("a\\u0000b", 422)]
    [InlineData("a\\\\u0000b", 201)]
    public async Task Text_IsRefused_WhenItHasANulCharacter(string intro, int status)
    {
        using var response = await _cluster.Admin.PostAsync(
            Routes.Meetings,
            new StringContent($$"""{"title":"Board","time":"2026-12-01T09:00:00Z","intro":"{{intro}}"}""", Encoding.UTF8, "application/json"));

        Assert.Equal(status, (int)response.StatusCode);
        if (status == 422)
        {
            Assert.Contains("\"intro\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Routes.Meetings + "?q=%00")]
    [InlineData(Routes.Tracks + "?album_id=a%00b")]
    [InlineData(Routes.Meetings + "/a%00b")]
    public async Task Query_IsRefused_WhenItHasANulCharacter(string path)
    {
        using var response = await _cluster.Admin.GetAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }
}
