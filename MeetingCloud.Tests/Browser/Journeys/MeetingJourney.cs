using System.IO.Compression;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support.Programs;
using MeetingCloud.Web.Components.Attendees;
using MeetingCloud.Web.Components.Desk;
using MeetingCloud.Web.Components.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MeetingCloud.Tests.Browser.Journeys;

/// <summary>An organiser builds a meeting without curl, and an attendee gets all of it with one button.</summary>
[Collection(BrowserGroup.Name)]
public sealed class MeetingJourney(BrowserDesk desk)
{
    private const string AwkwardName = "<script>alert(1)<script> \u202Egpj.exe 😀.txt";

    [ProgramTheory(BrowserGroup.Program)]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Meeting_IsCreated_Filled_Published_AndDownloadedByAnAttendee(string language)
    {
        await using var admin = await desk.AdminAsync(language);
        var title = $"董事会 <b>Board</b> {language}";
        await admin.GoAsync("/meetings/new");
        await admin.Field<DetailsForm>("Title").FillAsync(title);
        await admin.Field<DetailsForm>("Start").FillAsync("2031-03-04T09:30");
        await admin.Button<NewMeeting>("Create meeting").ClickAsync();
        await Expect(admin.Heading).ToHaveTextAsync(title);
        var id = new Uri(admin.Page.Url).Segments[^1];

        await AddAgendaAsync(admin);
        await AddFilesAsync(admin);
        await admin.Button<MeetingPage>("Publish").ClickAsync();
        await Expect(admin.Page.Locator(".page-head .ready")).ToContainTextAsync(admin.Say<MeetingPage>("{0} of {1} nodes ready", 2, 2));

        await admin.Link<MeetingPage>("Attendees").ClickAsync();
        await Expect(admin.Field<SharePanel>("Link")).ToHaveValueAsync($"{desk.Web.Url}/m/{id}");
        await Expect(admin.Page.GetByRole(AriaRole.Img, new() { Name = admin.Say<SharePanel>("QR code of the attendees' page") })).ToBeVisibleAsync();
        // 09:30 in Shanghai, where this browser is.
        var stored = await desk.Cluster.Admin.GetContractAsync<Meeting>($"{Routes.Meetings}/{id}");
        Assert.Equal(new DateTimeOffset(2031, 3, 4, 1, 30, 0, TimeSpan.Zero), stored.Time);
        Assert.Equal(["Second", "First"], stored.AgendaItems.OrderBy(item => item.Position).Select(item => item.Title));

        await AttendAsync(language, id, title);
        await admin.Button<MeetingPage>("Close meeting").ClickAsync();
        await Expect(admin.Button<MeetingPage>("Reopen")).ToBeVisibleAsync();
    }

    private static async Task AddAgendaAsync(Visitor admin)
    {
        await admin.Link<MeetingPage>("Agenda").ClickAsync();
        foreach (var item in new[] { "First", "Second" })
        {
            await admin.Page.Locator("#new-item-title").FillAsync(item);
            await admin.Page.Locator("#new-item-minutes").FillAsync("20");
            await admin.Button<AgendaEditor>("Add item").ClickAsync();
            await Expect(admin.Button<AgendaEditor>("Edit: {0}", item)).ToBeVisibleAsync();
            await Expect(admin.Page.Locator("#new-item-title")).ToHaveValueAsync("");
        }

        // Drag and drop has a keyboard way.
        await admin.Button<AgendaEditor>("Move up: {0}", "Second").PressAsync("Enter");
        await Expect(admin.Page.Locator("ol.items li").First).ToContainTextAsync("Second");
    }

    private static async Task AddFilesAsync(Visitor admin)
    {
        await admin.Link<MeetingPage>("Files").ClickAsync();
        await admin.Page.Locator(".uploader input[data-input=files]").First.SetInputFilesAsync(
        [
            new FilePayload { Name = "Report.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.4\n%%EOF"u8.ToArray() },
            new FilePayload { Name = AwkwardName, MimeType = "text/plain", Buffer = "plain"u8.ToArray() },
            new FilePayload { Name = new string('长', 83) + ".txt", MimeType = "text/plain", Buffer = "long name"u8.ToArray() },
        ]);
        var table = admin.Page.GetByRole(AriaRole.Table, new() { Name = admin.Say<FilesPanel>("Files") });
        await Expect(table.GetByText(AwkwardName)).ToBeVisibleAsync();
        await Expect(table.GetByText("Report.pdf")).ToBeVisibleAsync();
        await Expect(table.GetByText(new string('长', 83) + ".txt")).ToBeVisibleAsync();
    }

    private async Task AttendAsync(string language, string id, string title)
    {
        await using var attendee = await desk.VisitorAsync(language, phone: true);
        await attendee.GoAsync($"/m/{id}");
        await Expect(attendee.Heading).ToHaveTextAsync(title);
        await Expect(attendee.Page.GetByText(AwkwardName)).ToBeVisibleAsync();
        var download = await attendee.Page.RunAndWaitForDownloadAsync(
            () => attendee.Link<MeetingSheet>("Download all papers").ClickAsync());
        using var zip = await ZipFile.OpenReadAsync(await download.PathAsync());
        Assert.Contains(zip.Entries, entry => entry.Name == "Report.pdf");
    }
}
