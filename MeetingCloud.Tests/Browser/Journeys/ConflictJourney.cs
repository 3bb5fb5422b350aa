using MeetingCloud.Contracts;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support.Programs;
using MeetingCloud.Web.Components.Desk;
using MeetingCloud.Web.Components.Pages;
using static Microsoft.Playwright.Assertions;

namespace MeetingCloud.Tests.Browser.Journeys;

/// <summary>Two admins with one meeting open.</summary>
[Collection(BrowserGroup.Name)]
public sealed class ConflictJourney(BrowserDesk desk)
{
    [ProgramTheory(BrowserGroup.Program)]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Second_IsToldWhatChanged_AndKeepsWhatWasTyped(string language)
    {
        var meeting = await desk.Cluster.Admin.CreateMeetingAsync();
        await using var first = await desk.AdminAsync(language);
        await using var second = await desk.AdminAsync(language);
        await first.GoAsync($"/meetings/{meeting.Id}");
        await second.GoAsync($"/meetings/{meeting.Id}");
        await second.Field<DetailsForm>("Title").FillAsync("What the second typed");

        await first.Field<DetailsForm>("Title").FillAsync("What the first saved");
        await first.Button<MeetingPage>("Save changes").ClickAsync();
        await Expect(first.Heading).ToHaveTextAsync("What the first saved");

        await Expect(second.Page.GetByText(second.Say<MeetingPage>("Somebody else has changed what you are changing."))).ToBeVisibleAsync();
        await Expect(second.Field<DetailsForm>("Title")).ToHaveValueAsync("What the second typed");
        await Expect(second.Page.Locator("form.details")).ToContainTextAsync("What the first saved");
        await second.Button<Field>("Keep mine").ClickAsync();
        await second.Button<MeetingPage>("Save changes").ClickAsync();

        await Expect(first.Heading).ToHaveTextAsync("What the second typed");
        var stored = await desk.Cluster.Admin.GetContractAsync<Meeting>($"{Routes.Meetings}/{meeting.Id}");
        Assert.Equal("What the second typed", stored.Title);
    }

    [ProgramFact(BrowserGroup.Program)]
    public async Task ChangesOfDifferentFields_BothStay()
    {
        var meeting = await desk.Cluster.Admin.CreateMeetingAsync();
        await using var first = await desk.AdminAsync();
        await using var second = await desk.AdminAsync();
        await first.GoAsync($"/meetings/{meeting.Id}");
        await second.GoAsync($"/meetings/{meeting.Id}");
        await second.Field<DetailsForm>("Introduction").FillAsync("An introduction");
        await first.Field<DetailsForm>("Title").FillAsync("Another title");
        await first.Button<MeetingPage>("Save changes").ClickAsync();
        await Expect(second.Heading).ToHaveTextAsync("Another title");
        await second.Button<MeetingPage>("Save changes").ClickAsync();
        await Expect(second.Button<MeetingPage>("Save changes")).ToBeDisabledAsync();

        var stored = await desk.Cluster.Admin.GetContractAsync<Meeting>($"{Routes.Meetings}/{meeting.Id}");
        Assert.Equal(("Another title", "An introduction"), (stored.Title, stored.Intro));
    }
}
