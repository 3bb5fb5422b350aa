using Deque.AxeCore.Playwright;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support.Programs;
using Microsoft.Playwright;

namespace MeetingCloud.Tests.Browser;

/// <summary>Every page as axe-core sees it: WCAG 2.2 A and AA, in both colours and on a phone.</summary>
[Collection(BrowserGroup.Name)]
public sealed class AccessibilityTests(BrowserDesk desk)
{
    [ProgramTheory(BrowserGroup.Program)]
    [InlineData("/sign-in")]
    [InlineData("/")]
    [InlineData("/nodes")]
    [InlineData("/nodes?view=table")]
    [InlineData("/nodes/node-1")]
    [InlineData("/origin")]
    [InlineData("/origin/migrations/{migration}")]
    [InlineData("/meetings")]
    [InlineData("/meetings/new")]
    [InlineData("/meetings/{meeting}")]
    [InlineData("/meetings/{meeting}?tab=agenda")]
    [InlineData("/meetings/{meeting}?tab=files")]
    [InlineData("/meetings/{meeting}?tab=share")]
    [InlineData("/library")]
    [InlineData("/library/series/{series}")]
    [InlineData("/library/albums/{album}")]
    [InlineData("/m/{meeting}")]
    [InlineData("/m/nothing")]
    [InlineData("/not-found")]
    public async Task Page_HasNoSeriousFault(string path)
    {
        var filled = await FillAsync(path);
        var faults = new List<string>();
        foreach (var (scheme, phone) in new[] { (ColorScheme.Light, false), (ColorScheme.Dark, false), (ColorScheme.Light, true), (ColorScheme.Dark, true) })
        {
            await using var visitor = path is "/sign-in" || path.StartsWith("/m/", StringComparison.Ordinal)
                ? await desk.VisitorAsync("en", scheme, phone)
                : await desk.AdminAsync("en", scheme, phone);
            visitor.MayComplain = true;
            await visitor.GoAsync(filled);
            var result = await visitor.Page.RunAxe();
            faults.AddRange(result.Violations
                .Where(violation => violation.Impact is "serious" or "critical")
                .SelectMany(violation => violation.Nodes.Select(node =>
                    $"{scheme}{(phone ? " phone" : "")}: {violation.Id}: {node.Html} {string.Join("; ", node.Any.Select(check => check.Message))}")));
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    private async Task<string> FillAsync(string path)
    {
        if (path.Contains("{meeting}", StringComparison.Ordinal))
        {
            var meeting = await desk.Cluster.Admin.CreateMeetingAsync();
            using var item = await desk.Cluster.Admin.PostContractAsync($"{Routes.Meetings}/{meeting.Id}/agenda", new AgendaItemRequest("Report", 0, "A. Presenter", 20));
            Assert.True(item.IsSuccessStatusCode);
            await desk.Cluster.Admin.UploadAsync(meeting.Id, "Annexes/a.txt", [1, 2, 3]);
            return path.Replace("{meeting}", meeting.Id, StringComparison.Ordinal);
        }

        if (path.Contains("{migration}", StringComparison.Ordinal))
        {
            using var planned = await desk.Cluster.Admin.PostContractAsync(Routes.WebdavMigrations, new MigrationRequest(DryRun: true, ServerId: null, Verify: null));
            return path.Replace("{migration}", (await planned.ReadContractAsync<Migration>()).Id, StringComparison.Ordinal);
        }

        if (path.Contains("{series}", StringComparison.Ordinal) || path.Contains("{album}", StringComparison.Ordinal))
        {
            var series = await desk.Cluster.Admin.CreateSeriesAsync();
            var album = await desk.Cluster.Admin.CreateAlbumAsync(series.Id);
            await desk.Cluster.Admin.CreateTrackAsync(album.Id);
            return path.Replace("{series}", series.Id, StringComparison.Ordinal).Replace("{album}", album.Id, StringComparison.Ordinal);
        }

        return path;
    }
}
