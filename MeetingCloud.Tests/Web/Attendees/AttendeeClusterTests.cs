using System.Net;
using System.Text.RegularExpressions;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Web.Attendees;

namespace MeetingCloud.Tests.Web.Attendees;

/// <summary>The page with a real control plane and real nodes behind it.</summary>
public sealed partial class AttendeeClusterTests
{
    [Fact]
    public async Task Papers_OpenFromThePage_WhileTheControlPlaneIsAway()
    {
        await using var cluster = await TestCluster.StartAsync(nodes: 2);
        await using var web = await AttendeeWeb.StartAsync(client: null, cluster.Api.Url, TestCluster.AdminKey);
        var meeting = await cluster.Admin.CreateMeetingAsync("Board", accessCode: "2468");
        await cluster.Admin.UploadAsync(meeting.Id, "papers/议程.pdf", HttpExtensions.Bytes(5000));
        await cluster.WaitUntilReadyAsync(meeting.Id, 2);
        using var entered = await web.Attendee.GetAsync($"/m/{meeting.Id}?code=2468");
        Assert.Equal(HttpStatusCode.OK, entered.StatusCode);

        await cluster.Api.CrashAsync();
        web.Clock.Advance(TimeSpan.FromMinutes(5));
        var html = await web.PageAsync(meeting.Id);

        Assert.Contains("Shown as of", html, StringComparison.Ordinal);
        var links = Links().Matches(html).Select(m => (string[])[m.Groups["href"].Value, .. m.Groups["mirrors"].Value.Split(' ')]).ToList();
        Assert.Equal(2, links.Count);
        Assert.All(links, link => Assert.Equal(3, link.Length));
        foreach (var paper in links[1].SkipLast(1))
        {
            Assert.Equal(HttpExtensions.Bytes(5000), await cluster.Attendee.GetByteArrayAsync(paper));
        }

        using var package = await cluster.Attendee.GetAsync(links[0][0]);
        Assert.Equal("Board.zip", package.Content.Headers.ContentDisposition!.FileNameStar);

        await cluster.Api.StartAsync();
        web.Clock.Advance(CachedMeeting.Fresh);
        Assert.DoesNotContain("Shown as of", await web.PageAsync(meeting.Id), StringComparison.Ordinal);
        await cluster.WaitUntilReadyAsync(meeting.Id, 2);
        using var own = await cluster.Attendee.GetAsync(links[1][^1]);
        Assert.Equal(HttpStatusCode.TemporaryRedirect, own.StatusCode);
    }

    [GeneratedRegex("<a [^>]*href=\"(?<href>[^\"]+)\" data-mirrors=\"(?<mirrors>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Links();
}
