using MeetingCloud.Contracts;
using MeetingCloud.Tests.AppHost;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support;
using MeetingCloud.Tests.Support.Programs;
using MeetingCloud.Web.Components.Controls;
using MeetingCloud.Web.Components.Dialogs;
using MeetingCloud.Web.Components.Layout;
using MeetingCloud.Web.Components.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MeetingCloud.Tests.Browser.Journeys;

/// <summary>Uploads that are paused, and whose server dies.</summary>
[Collection(BrowserGroup.Name)]
public sealed class UploadJourney(BrowserDesk desk) : IDisposable
{
    private const int Size = 4_000_000;

    /// <summary>At first: the whole file takes so long that it is met in its middle, however busy the machine is.</summary>
    private const int BytesPerSecond = 50_000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ProgramTheory(BrowserGroup.Program)]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Upload_GoesOn_AfterTheControlPlaneDied(string language)
    {
        var meeting = await desk.Cluster.Admin.CreateMeetingAsync();
        var content = HttpExtensions.Bytes(Size);
        var file = Path.Combine(_folder.Path, "recording.mp4");
        await File.WriteAllBytesAsync(file, content);
        await using var admin = await desk.AdminAsync(language);
        admin.MayComplain = true;
        await admin.GoAsync($"/meetings/{meeting.Id}?tab=files");
        await admin.LimitUploadAsync(BytesPerSecond);
        await admin.Page.Locator(".uploader input[data-input=files]").First.SetInputFilesAsync(file);
        await UnderWayAsync(admin);
        try
        {
            await desk.Cluster.Api.CrashAsync();
        }
        finally
        {
            await desk.Cluster.Api.StartAsync();
        }

        Assert.Empty((await FilesAsync(meeting.Id)).Files);
        await admin.LimitUploadAsync(null);

        await Expect(admin.Page.Locator(".uploader .row.stored")).ToContainTextAsync(admin.Say<UploadRow>("Stored"));
        var stored = Assert.Single((await FilesAsync(meeting.Id)).Files);
        Assert.Equal(HttpExtensions.Sha256(content), stored.Sha256);
    }

    [ProgramFact(BrowserGroup.Program)]
    public async Task Upload_Waits_WhilePaused_AndIsAskedAbout()
    {
        var meeting = await desk.Cluster.Admin.CreateMeetingAsync();
        var file = Path.Combine(_folder.Path, "recording.mp4");
        await File.WriteAllBytesAsync(file, HttpExtensions.Bytes(Size));
        await using var admin = await desk.AdminAsync();
        await admin.GoAsync($"/meetings/{meeting.Id}?tab=files");
        await admin.LimitUploadAsync(BytesPerSecond);
        await admin.Page.Locator(".uploader input[data-input=files]").First.SetInputFilesAsync(file);
        await UnderWayAsync(admin);
        await admin.Button<UploadRow>("Pause {0}", "recording.mp4").ClickAsync();
        await Expect(admin.Button<UploadRow>("Resume {0}", "recording.mp4")).ToBeVisibleAsync();
        await admin.LimitUploadAsync(null);
        Assert.Empty((await FilesAsync(meeting.Id)).Files);
        await admin.Link<MainLayout>("Library").ClickAsync();
        await Expect(admin.Page.Locator(".rz-dialog")).ToContainTextAsync(admin.Say<MeetingPage>("Some files are not sent to their end yet."));
        await admin.Button<ConfirmDialog>("Cancel").ClickAsync();

        await admin.Button<UploadRow>("Resume {0}", "recording.mp4").ClickAsync();
        await Expect(admin.Page.Locator(".uploader .row.stored")).ToContainTextAsync(admin.Say<UploadRow>("Stored"));
        Assert.Equal(Size, Assert.Single((await FilesAsync(meeting.Id)).Files).Size);
    }

    private static async Task UnderWayAsync(Visitor admin)
    {
        var progress = admin.Page.GetByRole(AriaRole.Progressbar, new() { Name = admin.Say<UploadRow>("Progress of {0}", "recording.mp4") });
        await Eventually.BecomesTrueAsync(
            async () => int.TryParse(await progress.GetAttributeAsync("aria-valuenow"), out var percent) && percent >= 5, TestCluster.Patience, "bytes are under way");
    }

    private Task<Meeting> FilesAsync(string id) => desk.Cluster.Admin.GetContractAsync<Meeting>($"{Routes.Meetings}/{id}");
}
