using MeetingCloud.Contracts;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support.Programs;
using MeetingCloud.Web.Components.Controls;
using MeetingCloud.Web.Components.Dialogs;
using MeetingCloud.Web.Components.Layout;
using MeetingCloud.Web.Components.Pages;
using MeetingCloud.Web.Components.Shelves;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MeetingCloud.Tests.Browser.Journeys;

/// <summary>Somebody goes to another page while files are under way, or leaves the site.</summary>
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
        await Expect(dialog).ToContainTextAsync(admin.Say<MeetingPage>("Some files are not sent to their end yet."));
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

    [ProgramTheory(BrowserGroup.Program)]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Pictures_AreAskedAboutOnce_WhenTheirAlbumIsLeft(string language)
    {
        var series = await desk.Cluster.Admin.CreateSeriesAsync("Talks to leave");
        var album = await desk.Cluster.Admin.CreateAlbumAsync(series.Id);
        var track = await desk.Cluster.Admin.CreateTrackAsync(album.Id, "Opening");
        await using var admin = await desk.AdminAsync(language);
        var onTheWay = new TaskCompletionSource();
        await admin.Page.RouteAsync("**/relay/**", async route =>
        {
            await onTheWay.Task;
            await route.ContinueAsync();
        });
        await admin.GoAsync($"/library/albums/{album.Id}");
        var choose = admin.Page.GetByLabel(admin.Say<AlbumPage>("Choose {0}", "Opening"), new() { Exact = true });
        await choose.CheckAsync();
        await SendPictureAsync(admin, admin.Button<AlbumPage>("Give the chosen tracks a cover"));
        await SendPictureAsync(admin, admin.Button<PictureSlots>("Upload: {0}", admin.Say<PictureSlots>("Cover")));
        // What is sent for the track goes on when it is chosen no more.
        await choose.UncheckAsync();

        var library = admin.Page.GetByRole(AriaRole.Navigation).First.GetByRole(AriaRole.Link, new() { Name = admin.Say<MainLayout>("Library") });
        await library.ClickAsync();
        var dialog = admin.Page.Locator(".rz-dialog");
        await Expect(dialog).ToContainTextAsync(admin.Say<SendButton>("A file is still being sent."));
        await dialog.GetByRole(AriaRole.Button, new() { Name = admin.Say<ConfirmDialog>("Cancel"), Exact = true }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        var question = new TaskCompletionSource<string>();
        admin.Page.Dialog += (_, asked) =>
        {
            question.TrySetResult(asked.Type);
            _ = asked.DismissAsync();
        };
        await admin.Page.EvaluateAsync("() => { setTimeout(() => location.reload()); }");
        Assert.Equal("beforeunload", await question.Task.WaitAsync(TestCluster.Patience));

        onTheWay.SetResult();
        await Expect(admin.Page.Locator(".send progress")).ToHaveCountAsync(0);
        Assert.NotNull((await desk.Cluster.Admin.GetContractAsync<Track>($"{Routes.Tracks}/{track.Id}")).Artwork.Cover);
        await library.ClickAsync();
        await Expect(admin.Page).ToHaveURLAsync(desk.Web.Url + "/library");
        await Expect(dialog).ToHaveCountAsync(0);
    }

    private static async Task SendPictureAsync(Visitor admin, ILocator button)
    {
        var chooser = await admin.Page.RunAndWaitForFileChooserAsync(() => button.ClickAsync());
        await chooser.SetFilesAsync(new FilePayload { Name = "cover.png", MimeType = "image/png", Buffer = MediaSamples.Png() });
    }
}
