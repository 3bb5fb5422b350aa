using System.Net;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Web.ControlPlane;

namespace MeetingCloud.Tests.Web;

/// <summary>The web's clients against the real control plane.</summary>
public sealed class MeetingsClientTests : IAsyncLifetime
{
    private static readonly CancellationToken s_none = CancellationToken.None;
    private TestCluster _cluster = null!;
    private MeetingsClient _meetings = null!;
    private MediaClient _media = null!;

    public async Task InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(nodes: 0);
        _meetings = new MeetingsClient(new ControlPlaneHttp(_cluster.Admin));
        _media = new MediaClient(new ControlPlaneHttp(_cluster.Admin));
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Meeting_IsMadeChangedListedAndDeleted()
    {
        var meeting = await _meetings.CreateAsync(new MeetingRequest("Board & budget", new DateTimeOffset(2026, 5, 1, 9, 0, 0, TimeSpan.Zero)), s_none);
        var first = await _meetings.AddItemAsync(meeting.Id, new AgendaItemRequest("First", 0), s_none);
        var second = await _meetings.AddItemAsync(meeting.Id, new AgendaItemRequest("Second", 1, "Li Wei", 20), s_none);
        await _meetings.OrderAgendaAsync(meeting.Id, [second.Id, first.Id], s_none);
        using (var content = new StringContent("paper"))
        {
            (await _cluster.Admin.PutAsync(Routes.MeetingFile(meeting.Id, "a/b c?#%.txt"), content)).EnsureSuccessStatusCode();
        }

        await _meetings.ChangeFileAsync(meeting.Id, "a/b c?#%.txt", new FileChangeRequest(new OptionalText(first.Id), "d/新.txt"), s_none);

        var known = await _meetings.GetAsync(meeting.Id, known: null, s_none);
        Assert.Equal(["Second", "First"], known.Value.AgendaItems.OrderBy(item => item.Position).Select(item => item.Title));
        var file = Assert.Single(known.Value.Files);
        Assert.Equal(("d/新.txt", first.Id), (file.Path, file.AgendaItemId));
        Assert.Same(known, await _meetings.GetAsync(meeting.Id, known, s_none));

        await _meetings.ReplaceItemAsync(meeting.Id, first.Id, new AgendaItemRequest("Renamed", 1), known.Value.Version, s_none);
        var stale = await Assert.ThrowsAsync<ControlPlaneException>(
            () => _meetings.ReplaceAsync(meeting.Id, new MeetingRequest("Late", meeting.Time), known.Value.Version, s_none));
        Assert.True(stale.IsStale);
        var changed = await _meetings.GetAsync(meeting.Id, known, s_none);
        Assert.NotSame(known, changed);
        await _meetings.ReplaceAsync(meeting.Id, new MeetingRequest("On time", meeting.Time), changed.Value.Version, s_none);

        var list = await _meetings.ListAsync(new MeetingQuery("on TIME", MeetingStatus.Draft, "-time", 1, 50), known: null, s_none);
        Assert.Equal("On time", Assert.Single(list.Value.Items).Title);
        await _meetings.DeleteFileAsync(meeting.Id, "d/新.txt", s_none);
        await _meetings.DeleteAsync(meeting.Id, s_none);
        var gone = await Assert.ThrowsAsync<ControlPlaneException>(() => _meetings.GetAsync(meeting.Id, changed, s_none));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task WrongFields_AreNamed()
    {
        var refused = await Assert.ThrowsAsync<ControlPlaneException>(
            () => _meetings.CreateAsync(new MeetingRequest("", Time: null, AccessCode: "abc"), s_none));

        Assert.Equal(["access_code", "time", "title"], refused.Errors.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Library_IsMadeChangedAndDeleted()
    {
        var series = await _media.SaveAsync(id: null, new SeriesRequest("Talks"), version: null, s_none);
        var album = await _media.SaveAsync(id: null, new AlbumRequest(series.Id, "March"), version: null, s_none);
        var track = await _media.SaveAsync(id: null, new TrackRequest(album.Id, "Opening", DurationSeconds: 312), version: null, s_none);
        await _media.SaveAsync(track.Id, new TrackRequest(album.Id, "Welcome"), track.Version, s_none);
        var stale = await Assert.ThrowsAsync<ControlPlaneException>(
            () => _media.SaveAsync(track.Id, new TrackRequest(album.Id, "Late"), track.Version, s_none));
        Assert.True(stale.IsStale);

        Assert.Equal("Talks", Assert.Single((await _media.ListSeriesAsync("alk", 1, 10, s_none)).Items).Title);
        Assert.Equal("March", Assert.Single(await _media.ListAlbumsAsync(series.Id, s_none)).Title);
        Assert.Equal("Welcome", Assert.Single(await _media.ListTracksAsync(album.Id, s_none)).Title);

        Assert.Equal(1, (await _media.DeleteAsync(Routes.Series, [series.Id], s_none)).Changed);
        Assert.Empty((await _media.ListSeriesAsync(text: null, 1, 10, s_none)).Items);
    }
}
