using System.Globalization;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Web.Uploads;
using MeetingCloud.Web.Components.Controls;
using MeetingCloud.Web.Uploads;

namespace MeetingCloud.Tests.Web.Components;

public sealed class UploadRowTests : IAsyncDisposable
{
    private readonly ComponentRenderer _renderer = new();

    public ValueTask DisposeAsync() => _renderer.DisposeAsync();

    [Fact]
    public async Task Row_ShowsHowFarItIs_ToEyesAndToScreenReaders()
    {
        var html = await RenderAsync(BrowserSays.Item(
            "minutes/a.mp4", 2_000_000, BrowserSays.Change(1, sent: 500_000, speed: 250_000, state: UploadState.Uploading)));
        Assert.Contains("500 KB of 2.00 MB, 250 KB/s", html, StringComparison.Ordinal);
        Assert.Contains("aria-valuenow=\"25\"", html, StringComparison.Ordinal);
        Assert.Contains("aria-valuetext=\"25 %, Uploading\"", html, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Pause a.mp4\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Resume", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(409, "It clashes with another file of the meeting.")]
    [InlineData(422, "A file cannot have this name or place.")]
    [InlineData(507, "There is no room left on the server.")]
    [InlineData(500, "The control plane answers with an error (500).")]
    [InlineData(UploadFailure.Unreadable, "The browser cannot read this file.")]
    public async Task Row_SaysWhyItFailed(int status, string reason)
    {
        var html = await RenderAsync(BrowserSays.Item(
            "a.pdf", 10, BrowserSays.Change(1, state: UploadState.Failed, status: status, detail: "in the server's words")));
        Assert.Contains(reason, html, StringComparison.Ordinal);
        Assert.Contains("in the server's words", html, StringComparison.Ordinal);
        Assert.Equal(status != UploadFailure.Unreadable, html.Contains("Try a.pdf again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Row_ShowsAFileNameAsText_WhateverItHolds()
    {
        // The renderer resolves references: what is markup there would be markup here, and a reference shows that it is none.
        var html = await RenderAsync(BrowserSays.Item("<img src=x onerror=alert(1)>.pdf", 1, BrowserSays.Change(1)), decode: false);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.Contains("&lt;img", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Uploader_OffersItsButtons_AndNoListWithoutFiles()
    {
        var html = await _renderer.RenderAsync<Uploader>(
            (nameof(Uploader.MeetingId), "m"),
            (nameof(Uploader.Ticket), (Func<Task<UploadTicket>>)(() => throw new InvalidOperationException("Nobody needs one yet."))));
        Assert.Contains("Choose files", html, StringComparison.Ordinal);
        Assert.Contains("webkitdirectory", html, StringComparison.Ordinal);
        Assert.DoesNotContain("role=\"list\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_SpeaksChinese_ToThoseWhoDo()
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN");
            var html = await RenderAsync(BrowserSays.Item("a.pdf", 10, BrowserSays.Change(1, state: UploadState.Paused)));
            Assert.Contains("已暂停", html, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private Task<string> RenderAsync(UploadItem item, bool decode = true) => decode
        ? _renderer.RenderAsync<UploadRow>((nameof(UploadRow.Item), item))
        : _renderer.RenderRawAsync<UploadRow>((nameof(UploadRow.Item), item));
}
