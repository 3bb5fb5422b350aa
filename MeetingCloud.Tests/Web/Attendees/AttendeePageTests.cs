using System.Net;
using System.Text.RegularExpressions;
using MeetingCloud.Contracts;
using MeetingCloud.Web.Attendees;

namespace MeetingCloud.Tests.Web.Attendees;

/// <summary>The page as an attendee's browser gets it.</summary>
public sealed partial class AttendeePageTests : IAsyncLifetime
{
    private AttendeeWeb _web = null!;
    private FakeMeetings _meetings = null!;

    public async Task InitializeAsync() => _web = await AttendeeWeb.StartAsync(clock => _meetings = new FakeMeetings(clock));

    public async Task DisposeAsync() => await _web.DisposeAsync();

    [Fact]
    public async Task Page_LinksPapersOnNodes_TheControlPlaneLast()
    {
        _meetings.Add("m1", paths: ["a.pdf", "papers/b c.pdf"]);
        using var response = await _web.Attendee.GetAsync("/m/m1");
        var html = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());

        var links = Links().Matches(html).Select(m => (string[])[m.Groups["href"].Value, .. m.Groups["mirrors"].Value.Split(' ')]).ToList();
        Assert.Equal(3, links.Count);
        Assert.All(links, link => Assert.Equal(
            new[] { FakeMeetings.FirstNode, FakeMeetings.SecondNode, AttendeeWeb.Api }.Order(StringComparer.Ordinal),
            link.Select(l => new Uri(l).GetLeftPart(UriPartial.Authority)).Order(StringComparer.Ordinal)));
        Assert.All(links, link => Assert.StartsWith(AttendeeWeb.Api, link[^1], StringComparison.Ordinal));
        Assert.Equal(AttendeeWeb.Api + Routes.Package("m1"), links[0][^1]);
        Assert.Equal(AttendeeWeb.Api + Routes.MeetingFile("m1", "papers/b c.pdf"), links[2][^1]);
        Assert.NotEqual(links[1][0], links[2][0]);

        // Its script may ask these nodes, and nobody else.
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        var allowed = policy.Split("; ").Single(p => p.StartsWith("connect-src ", StringComparison.Ordinal)).Split(' ').Skip(1).Order(StringComparer.Ordinal);
        Assert.Equal(new[] { "'self'", FakeMeetings.FirstNode, FakeMeetings.SecondNode, AttendeeWeb.Api }.Order(StringComparer.Ordinal), allowed);
        Assert.DoesNotContain("internal:8000", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_IsThere_WhenOnlyItsHeadIsAskedFor()
    {
        _meetings.Add("m1", paths: ["a.pdf"]);
        using var response = await _web.Attendee.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/m/m1"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Page_ComesCompressed_ForABrowserThatTakesIt()
    {
        _meetings.Add("m1", paths: [.. Enumerable.Range(0, 500).Select(i => $"papers/{i}.pdf")]);
        var plain = await _web.Attendee.GetByteArrayAsync("/m/m1");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/m/m1") { Headers = { { "Accept-Encoding", "gzip, br" } } };

        using var response = await _web.Attendee.SendAsync(request);

        Assert.Single(response.Content.Headers.ContentEncoding);
        Assert.InRange((await response.Content.ReadAsByteArrayAsync()).Length, 1, plain.Length / 4);
    }

    [Theory]
    [InlineData("127.0.0.0/8", true)]
    [InlineData("10.3.0.0/16", false)]
    public async Task Page_LinksTheAttendeesSiteFirst_AndOtherSitesAfterNodesOfNone(string networks, bool isHere)
    {
        _meetings.Add("m1", paths: ["a.pdf", "b.pdf", "c.pdf"]);
        _meetings.Meetings["m1"] = _meetings.Meetings["m1"] with { Sites = [new MeetingDataSite(FakeMeetings.SecondNode, [networks])] };
        var html = await _web.PageAsync("m1");

        var first = Links().Matches(html).Select(m => new Uri(m.Groups["href"].Value).GetLeftPart(UriPartial.Authority)).ToList();
        Assert.Equal(4, first.Count);
        Assert.All(first, node => Assert.Equal(isHere ? FakeMeetings.SecondNode : FakeMeetings.FirstNode, node));
    }

    [Fact]
    public async Task Page_ShowsWhatThereIs_WithoutTheAppsScripts()
    {
        _meetings.Add("m1", paths: ["a.pdf", "b.csv"]);
        var html = await _web.PageAsync("m1");

        Assert.Contains("<time datetime=\"2026-05-01T09:00:00Z\" data-style=\"full\">2026-05-01 09:00 UTC</time>", html, StringComparison.Ordinal);
        Assert.Contains(
            "<time datetime=\"2026-05-01T09:00:00Z\" data-style=\"clock\">09:00</time>–<time datetime=\"2026-05-01T09:20:00Z\" data-style=\"clock\">09:20</time>",
            html,
            StringComparison.Ordinal);
        Assert.Contains("First item", html, StringComparison.Ordinal);
        Assert.Contains("Ann Ng</bdi> · 20 min", html, StringComparison.Ordinal);
        Assert.Contains("1.23 MB · 2 files", html, StringComparison.Ordinal);
        Assert.True(html.IndexOf("b.csv", StringComparison.Ordinal) > html.IndexOf("Other papers", StringComparison.Ordinal));
        Assert.DoesNotContain("Radzen", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("blazor.web", html, StringComparison.Ordinal);
        foreach (var asset in new[] { "/attendee.css", "/attendee.js", "/favicon.svg" })
        {
            Assert.Contains($"\"{asset}\"", html, StringComparison.Ordinal);
            Assert.NotEmpty(await _web.Attendee.GetByteArrayAsync(asset));
        }
    }

    [Fact]
    public async Task Names_AreShownAsText_WhateverTheyAre()
    {
        string[] names = ["<script>alert(1);x.pdf", "\u202Efdp.exe", "👩🏽‍🏫 议程.pdf", new string('x', 251) + ".pdf", "\" onclick=\"x.pdf"];
        var meeting = _meetings.Add("m1", paths: names);
        _meetings.Meetings["m1"] = meeting with { Title = "<b>Board</b>", Intro = "<img src=x onerror=alert(1)>" };
        using var response = await _web.Attendee.GetAsync("/m/m1");
        var html = await response.Content.ReadAsStringAsync();

        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\" onclick", html, StringComparison.Ordinal);
        var shown = Names().Matches(html).Select(m => WebUtility.HtmlDecode(m.Groups["name"].Value)).ToList();
        Assert.All(names, name => Assert.Contains(name, shown));
    }

    [Fact]
    public async Task Page_SaysWhatIsWrong_WhenThereIsNothingToShow()
    {
        _meetings.Add("draft", MeetingStatus.Draft);
        _meetings.Add("closed", MeetingStatus.Closed, accessCode: "1234");
        Assert.Contains("There is no meeting here", await _web.PageAsync("draft", HttpStatusCode.NotFound), StringComparison.Ordinal);
        Assert.Contains("There is no meeting here", await _web.PageAsync("none", HttpStatusCode.NotFound), StringComparison.Ordinal);
        Assert.Contains("This meeting is closed", await _web.PageAsync("closed", HttpStatusCode.Forbidden), StringComparison.Ordinal);
        var calls = _meetings.Calls;
        foreach (var none in new[] { "no%20id", "m1%0A", new string('m', 65) })
        {
            Assert.Contains("There is no meeting here", await _web.PageAsync(none, HttpStatusCode.NotFound), StringComparison.Ordinal);
        }

        Assert.Equal(calls, _meetings.Calls);
    }

    [Fact]
    public async Task Page_SpeaksChinese_ToWhoReadsIt()
    {
        _meetings.Add("m1", paths: ["a.pdf"]);
        _web.Attendee.DefaultRequestHeaders.Add("Accept-Language", "zh-TW,en;q=0.5");
        var html = await _web.PageAsync("m1");
        Assert.Contains("<html lang=\"zh-CN\">", html, StringComparison.Ordinal);
        Assert.Contains("下载全部资料", html, StringComparison.Ordinal);
        Assert.Contains("此处没有会议", await _web.PageAsync("none", HttpStatusCode.NotFound), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Crowd_CostsTheControlPlaneOneRequest()
    {
        _meetings.Add("m1", paths: ["a.pdf"]);
        var gate = new TaskCompletionSource();
        _meetings.Gate = gate.Task;
        var crowd = Enumerable.Range(0, 50).Select(_ => _web.PageAsync("m1")).ToList();
        gate.SetResult();
        await Task.WhenAll(crowd);
        await _web.PageAsync("m1");
        Assert.Equal(1, _meetings.Calls);

        _web.Clock.Advance(CachedMeeting.Fresh);
        await _web.PageAsync("m1");
        Assert.Equal(2, _meetings.Calls);
    }

    [Fact]
    public async Task Page_GoesOn_WhileTheControlPlaneIsAway()
    {
        _meetings.Add("m1", paths: ["a.pdf"]);
        Assert.DoesNotContain("Shown as of", await _web.PageAsync("m1"), StringComparison.Ordinal);
        _meetings.IsAway = true;
        _web.Clock.Advance(TimeSpan.FromSeconds(30));
        var html = await _web.PageAsync("m1");
        Assert.Contains("Shown as of", html, StringComparison.Ordinal);
        Assert.Contains(FakeMeetings.FirstNode, html, StringComparison.Ordinal);

        using (var unseen = await _web.Attendee.GetAsync("/m/m2"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, unseen.StatusCode);
            Assert.NotNull(unseen.Headers.RetryAfter);
        }

        _web.Clock.Advance(CachedMeeting.Kept);
        await _web.PageAsync("m1", HttpStatusCode.ServiceUnavailable);

        _meetings.IsAway = false;
        _web.Clock.Advance(CachedMeeting.Fresh);
        Assert.DoesNotContain("Shown as of", await _web.PageAsync("m1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_AreLeftOut_OnceTheyHaveExpired()
    {
        _meetings.LinkLifetime = TimeSpan.FromSeconds(1);
        _meetings.Add("m1", paths: ["a.pdf"]);
        var html = await _web.PageAsync("m1");
        Assert.DoesNotContain(FakeMeetings.FirstNode, html, StringComparison.Ordinal);
        Assert.Contains($"href=\"{AttendeeWeb.Api}{Routes.Package("m1")}\"", html, StringComparison.Ordinal);
    }

    [GeneratedRegex("<a [^>]*href=\"(?<href>[^\"]+)\" data-mirrors=\"(?<mirrors>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Links();

    [GeneratedRegex("<span class=\"name\"><bdi>(?<name>[^<]*)</bdi>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Names();
}
