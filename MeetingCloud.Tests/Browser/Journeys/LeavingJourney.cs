using MeetingCloud.Contracts;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support.Programs;
using MeetingCloud.Web.Components.Controls;
using MeetingCloud.Web.Components.Dialogs;
using MeetingCloud.Web.Components.Layout;
using MeetingCloud.Web.Components.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MeetingCloud.Tests.Browser.Journeys;

/// <summary>Somebody goes to another page while files are under way.</summary>
[Collection(BrowserGroup.Name)]
public sealed class LeavingJourney(BrowserDesk desk)
{
    [ProgramTheory(BrowserGroup.Program)]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Upload_IsAskedAbout_WhenItsPageIsLeft(string language)
    {
        var meeting = await desk.Cluster.Admin.CreateMeetingAsync();
        await using var admin = await desk.AdminAsync(language);
        var onTheWay = new TaskCompletionSource();
        await admin.Page.RouteAsync($"{desk.Cluster.Api.Url}/**", async route =>
        {
            await onTheWay.Task;
            await route.ContinueAsync();
        });
        await admin.GoAsync($"/meetings/{meeting.Id}?tab=files");
        await admin.Page.Locator(".uploader input[data-input=files]").First.SetInputFilesAsync(
            new FilePayload { Name = "report.pdf", MimeType = "application/pdf", Buffer = new byte[100_000] });
        await Expect(admin.Button<UploadRow>("Pause {0}", "report.pdf")).ToBeVisibleAsync();

        // From one part of the meeting to another the upload goes on.
        await admin.Link<MeetingPage>("Agenda").ClickAsync();
        await Expect(admin.Page).ToHaveURLAsync($"{desk.Web.Url}/meetings/{meeting.Id}?tab=agenda");
        var overview = admin.Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = admin.Say<MainLayout>("Overview") });
        await overview.ClickAsync();
        var dialog = admin.Page.Locator(".rz-dialog");
        await Expect(dialog).ToContainTextAsync(admin.Say<MeetingPage>("Files are still being sent."));
        await admin.Button<ConfirmDialog>("Cancel").ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        Assert.Contains(meeting.Id, admin.Page.Url, StringComparison.Ordinal);

        onTheWay.SetResult();
        await admin.Link<MeetingPage>("Files").ClickAsync();
        await Expect(admin.Page.Locator(".uploader .row.stored")).ToContainTextAsync(admin.Say<UploadRow>("Stored"));
        await overview.ClickAsync();
        await Expect(admin.Page).ToHaveURLAsync(desk.Web.Url + "/");
        Assert.Single((await desk.Cluster.Admin.GetContractAsync<Meeting>($"{Routes.Meetings}/{meeting.Id}")).Files);
    }
}
