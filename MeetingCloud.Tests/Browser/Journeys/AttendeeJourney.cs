using System.Text;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support;
using MeetingCloud.Tests.Support.Programs;
using MeetingCloud.Web.Components.Attendees;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MeetingCloud.Tests.Browser.Journeys;

/// <summary>An attendee with a phone and a link.</summary>
[Collection(BrowserGroup.Name)]
public sealed class AttendeeJourney(BrowserDesk desk)
{
    private const string Minutes = "What was decided: 一致通过。";

    [ProgramTheory(BrowserGroup.Program)]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Code_IsAskedFor_ThenThePapersOpen(string language)
    {
        var meeting = await MeetingAsync(code: "4711");
        await using var attendee = await desk.VisitorAsync(language, ColorScheme.Dark, phone: true);
        attendee.MayComplain = true; // of the 401s until the code is right
        await attendee.GoAsync($"/m/{meeting.Id}");
        await attendee.Field<CodeForm>("Access code").FillAsync("1234");
        await attendee.Button<CodeForm>("Open").ClickAsync();
        await Expect(attendee.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync(attendee.Say<CodeForm>("This is not the code of this meeting."));

        await attendee.Field<CodeForm>("Access code").FillAsync("4711");
        await attendee.Button<CodeForm>("Open").ClickAsync();
        await Expect(attendee.Heading).ToHaveTextAsync(meeting.Title);
        await attendee.Page.GetByRole(AriaRole.Link, new() { Name = "minutes.txt" }).ClickAsync();
        await Expect(attendee.Page.Locator("body")).ToHaveTextAsync(Minutes);
        Assert.Contains(desk.Cluster.Nodes, node => attendee.Page.Url.StartsWith(node.Url, StringComparison.Ordinal));
    }

    [ProgramTheory(BrowserGroup.Program)]
    [InlineData("en", "17:00–17:20")]
    [InlineData("zh-CN", "17:00–17:20")]
    public async Task Agenda_HasItsTimes_InTheAttendeesOwnZone(string language, string expected)
    {
        var meeting = await desk.Cluster.Admin.CreateMeetingAsync("Spring assembly");
        using var item = await desk.Cluster.Admin.PostContractAsync($"{Routes.Meetings}/{meeting.Id}/agenda", new AgendaItemRequest("Report", 0, "A. Presenter", 20));
        Assert.True(item.IsSuccessStatusCode);
        // 09:00 in UTC is 17:00 in Shanghai, where this browser is.
        Assert.Equal(new TimeSpan(9, 0, 0), meeting.Time.UtcDateTime.TimeOfDay);
        await using var attendee = await desk.VisitorAsync(language, phone: true);
        await attendee.GoAsync($"/m/{meeting.Id}");

        await Expect(attendee.Page.Locator(".agenda .hours")).ToHaveTextAsync(expected);
        await Expect(attendee.Page.Locator(".when time")).ToContainTextAsync("17:00");
    }

    [ProgramFact(BrowserGroup.Program)]
    public async Task Papers_Open_WhileTheControlPlaneAndANodeAreAway()
    {
        var meeting = await MeetingAsync(code: null);
        await using var attendee = await desk.VisitorAsync(phone: true);
        attendee.MayComplain = true;
        await attendee.GoAsync($"/m/{meeting.Id}");
        var paper = attendee.Page.GetByRole(AriaRole.Link, new() { Name = "minutes.txt" });
        var first = await paper.GetAttributeAsync("href");
        var dying = desk.Cluster.Nodes.Single(node => first!.StartsWith(node.Url, StringComparison.Ordinal));
        await desk.Cluster.Api.CrashAsync();
        await dying.CrashAsync();
        try
        {
            await paper.ClickAsync();
            await Expect(attendee.Page.Locator("body")).ToHaveTextAsync(Minutes);

            // Also loaded anew, with a word on how old it is.
            await Eventually.BecomesTrueAsync(
                async () =>
                {
                    await attendee.GoAsync($"/m/{meeting.Id}");
                    return await attendee.Page.GetByText(attendee.Say<MeetingSheet>("Shown as of")).IsVisibleAsync();
                },
                TestCluster.Patience,
                "the page says how old it is");
            await Expect(attendee.Heading).ToHaveTextAsync(meeting.Title);
        }
        finally
        {
            await desk.Cluster.Api.StartAsync();
            await dying.StartAsync();
        }
    }

    [ProgramFact(BrowserGroup.Program)]
    public async Task Papers_Open_AtTheNextServer_WhenANodeRefuses()
    {
        var meeting = await MeetingAsync(code: null);
        await using var attendee = await desk.VisitorAsync(phone: true);
        attendee.MayComplain = true; // of the 403
        await attendee.GoAsync($"/m/{meeting.Id}");
        var paper = attendee.Page.GetByRole(AriaRole.Link, new() { Name = "minutes.txt" });
        var refused = await paper.EvaluateAsync<string>("link => link.href = link.href.replace('expires=', 'expires=1')");

        await paper.ClickAsync();

        await Expect(attendee.Page.Locator("body")).ToHaveTextAsync(Minutes);
        Assert.NotEqual(new Uri(refused).Authority, new Uri(attendee.Page.Url).Authority);
    }

    [ProgramFact(BrowserGroup.Program)]
    public async Task Draft_LooksLikeNothing()
    {
        var draft = await desk.Cluster.Admin.CreateMeetingAsync(status: MeetingStatus.Draft);
        await using var attendee = await desk.VisitorAsync();
        attendee.MayComplain = true; // of the 404
        await attendee.GoAsync($"/m/{draft.Id}");
        await Expect(attendee.Heading).ToHaveTextAsync(attendee.Say<AttendeePage>("There is no meeting here"));
        await Expect(attendee.Page.Locator("body")).Not.ToContainTextAsync(draft.Title);
    }

    private async Task<Meeting> MeetingAsync(string? code)
    {
        var meeting = await desk.Cluster.Admin.CreateMeetingAsync("Spring assembly", accessCode: code);
        await desk.Cluster.Admin.UploadAsync(meeting.Id, "minutes.txt", Encoding.UTF8.GetBytes(Minutes));
        await desk.Cluster.WaitUntilReadyAsync(meeting.Id, 2);
        return meeting;
    }
}
