using System.Net;
using MeetingCloud.Contracts;
using MeetingCloud.Web.Components.Desk;
using MeetingCloud.Web.ControlPlane;

namespace MeetingCloud.Tests.Web.Desk;

public sealed class MeetingEditorTests
{
    private readonly FakeControlPlane _api = new() { Whole = Samples.Whole() };
    private readonly MeetingEditor _editor;

    public MeetingEditorTests() => _editor = new MeetingEditor(_api, _api.Whole!, TimeZoneInfo.Utc);

    [Fact]
    public async Task Save_KeepsBothChanges_WhenAnotherAdminChangedAnotherField()
    {
        _editor.Draft["title"] = "My title";
        _api.Change(meeting => meeting with { Intro = "Their intro" });

        var result = await _editor.SaveAsync(status: null, CancellationToken.None);

        Assert.True(result.IsSaved);
        Assert.Equal(["intro"], result.TakenIn);
        Assert.Equal("My title", _api.Whole!.Title);
        Assert.Equal("Their intro", _api.Whole.Intro);
    }

    [Fact]
    public async Task Save_OverwritesNobody_WhenAnotherAdminChangedTheSameField()
    {
        _editor.Draft["title"] = "My title";
        _api.Change(meeting => meeting with { Title = "Their title" });

        var result = await _editor.SaveAsync(status: null, CancellationToken.None);

        Assert.False(result.IsSaved);
        Assert.Equal("Their title", _api.Whole!.Title);
        Assert.Equal("Their title", _editor.Draft.Conflicts["title"]);
        Assert.Equal("My title", _editor.Draft["title"]);

        _editor.Draft.KeepMine("title");
        Assert.True((await _editor.SaveAsync(status: null, CancellationToken.None)).IsSaved);
        Assert.Equal("My title", _api.Whole.Title);
    }

    [Fact]
    public async Task Save_GoesThrough_WhenFilesWereUploadedMeanwhile()
    {
        _editor.Draft["title"] = "My title";
        _api.Change(meeting => meeting with { Files = [.. meeting.Files, Samples.File("new.pdf")] });

        var result = await _editor.SaveAsync(status: null, CancellationToken.None);

        Assert.True(result.IsSaved);
        Assert.Empty(result.TakenIn);
    }

    [Fact]
    public async Task Save_LosesNoTyping_WhenTheControlPlaneIsAway()
    {
        _editor.Draft["title"] = "My title";
        _api.Fault = new HttpRequestException(HttpRequestError.ConnectionError, "refused");

        await Assert.ThrowsAsync<HttpRequestException>(() => _editor.SaveAsync(status: null, CancellationToken.None));
        Assert.Equal("My title", _editor.Draft["title"]);

        _api.Fault = null;
        Assert.True((await _editor.SaveAsync(status: null, CancellationToken.None)).IsSaved);
    }

    [Fact]
    public async Task Save_KeepsTheSecondsOfTheStart_WhenItWasLeftAlone()
    {
        var start = new DateTimeOffset(2026, 5, 1, 10, 0, 42, TimeSpan.Zero);
        _api.Whole = Samples.Whole() with { Time = start };
        var editor = new MeetingEditor(_api, _api.Whole, TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
        Assert.Equal("2026-05-01T18:00", editor.Draft["time"]);
        editor.Draft["title"] = "My title";

        await editor.SaveAsync(MeetingStatus.Active, CancellationToken.None);

        Assert.Equal(start, _api.Whole.Time);
        Assert.Equal(MeetingStatus.Active, _api.Whole.Status);
    }

    [Fact]
    public async Task Save_SaysThatTheMeetingIsGone_WhenItWasDeleted()
    {
        _editor.Draft["title"] = "My title";
        _api.Whole = null;

        var gone = await Assert.ThrowsAsync<ControlPlaneException>(() => _editor.SaveAsync(status: null, CancellationToken.None));

        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal("My title", _editor.Draft["title"]);
    }

    [Fact]
    public void Take_TellsWhatOthersChanged_AndIsSilentAboutFiles()
    {
        Assert.Empty(_editor.Take(_api.Whole! with { Version = 4, Files = [] }));
        Assert.Equal(["title"], _editor.Take(_api.Whole! with { Version = 5, Title = "Their title" }));
        Assert.Equal("Their title", _editor.Draft["title"]);
    }
}
