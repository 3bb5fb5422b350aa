using System.Buffers.Binary;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support.Programs;
using MeetingCloud.Web.Components.Dialogs;
using MeetingCloud.Web.Components.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MeetingCloud.Tests.Browser.Journeys;

/// <summary>Somebody fills the library, listens, and tidies up.</summary>
[Collection(BrowserGroup.Name)]
public sealed class LibraryJourney(BrowserDesk desk)
{
    [ProgramTheory(BrowserGroup.Program)]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Series_GetsAnAlbumWithATrack_ThatPlaysAndSeeks(string language)
    {
        var series = $"Talks {language}";
        await using var admin = await desk.AdminAsync(language);
        await admin.GoAsync("/library");
        await admin.Button<Library>("New series").First.ClickAsync();
        await SaveAsync(admin, series);
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = series }).First.ClickAsync();
        await Expect(admin.Heading).ToHaveTextAsync(series);
        await admin.Button<SeriesPage>("New album").ClickAsync();
        await SaveAsync(admin, "Day one");
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Day one" }).First.ClickAsync();
        await Expect(admin.Heading).ToHaveTextAsync("Day one");
        await admin.Button<AlbumPage>("New track").ClickAsync();
        await SaveAsync(admin, "Opening");

        var upload = admin.Button<AlbumPage>("Upload audio: {0}", "Opening");
        await Expect(upload).ToBeVisibleAsync();
        var chooser = await admin.Page.RunAndWaitForFileChooserAsync(() => upload.ClickAsync());
        await chooser.SetFilesAsync(new FilePayload { Name = "opening.wav", MimeType = "audio/wav", Buffer = Wave(seconds: 20) });
        await admin.Button<AlbumPage>("Play: {0}", "Opening").ClickAsync();

        var player = admin.Page.Locator("audio");
        await Expect(player).ToHaveAttributeAsync("aria-label", admin.Say<AlbumPage>("Player: {0}", "Opening"));
        var (length, position) = (
            await player.EvaluateAsync<double>("async audio => { while (!(audio.duration > 0)) await new Promise(r => setTimeout(r, 50)); return audio.duration; }"),
            await player.EvaluateAsync<double>("async audio => { const sought = new Promise(r => audio.onseeked = r); audio.currentTime = 15; await sought; return audio.currentTime; }"));
        Assert.Equal(20, length, tolerance: 0.1);
        Assert.InRange(position, 15, 20);
    }

    [ProgramFact(BrowserGroup.Program)]
    public async Task Series_IsDeleted_AfterAQuestionThatSaysWhatGoesWithIt()
    {
        var series = await desk.Cluster.Admin.CreateSeriesAsync("To be deleted");
        await using var admin = await desk.AdminAsync();
        await admin.GoAsync($"/library/series/{series.Id}");
        await admin.Button<SeriesPage>("Delete").ClickAsync();
        await Expect(admin.Page.Locator(".rz-dialog")).ToContainTextAsync("To be deleted");
        await admin.Page.Locator(".rz-dialog .btn.danger").ClickAsync();

        await Expect(admin.Page).ToHaveURLAsync(desk.Web.Url + "/library");
        using var gone = await desk.Cluster.Admin.GetAsync($"{Routes.Series}/{series.Id}");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, gone.StatusCode);
    }

    [ProgramFact(BrowserGroup.Program)]
    public async Task Form_StaysOpen_WhenEscapeIsPressed()
    {
        await using var admin = await desk.AdminAsync();
        await admin.GoAsync("/library");
        await admin.Button<Library>("New series").First.ClickAsync();
        // Before, no dialog heeds the key.
        await Expect(admin.Page.Locator("#shelf-title")).ToBeFocusedAsync();
        await admin.Page.Locator("#shelf-description").FillAsync("Typed with care");

        await admin.Page.Keyboard.PressAsync("Escape");
        await SaveAsync(admin, "Typed in one go");

        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Typed in one go" }).First.ClickAsync();
        await Expect(admin.Page.GetByText("Typed with care")).ToBeVisibleAsync();
    }

    private static async Task SaveAsync(Visitor admin, string title)
    {
        await admin.Page.Locator("#shelf-title").FillAsync(title);
        await admin.Button<ShelfDialog>("Save").ClickAsync();
        // No dialog is left; one that is tells why, in the failure.
        await Expect(admin.Page.Locator(".rz-dialog")).ToHaveTextAsync(Array.Empty<string>());
    }

    /// <summary>Silence: 8,000 samples a second of 8 bits, in a RIFF file.</summary>
    private static byte[] Wave(int seconds)
    {
        var samples = 8_000 * seconds;
        var wave = new byte[44 + samples];
        "RIFF"u8.CopyTo(wave);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(4), 36 + samples);
        "WAVEfmt "u8.CopyTo(wave.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(24), 8_000);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(28), 8_000);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(32), 1);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(34), 8);
        "data"u8.CopyTo(wave.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(40), samples);
        wave.AsSpan(44).Fill(128);
        return wave;
    }
}
