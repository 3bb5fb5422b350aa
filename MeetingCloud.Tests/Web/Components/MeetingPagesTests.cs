using System.Net;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support;
using MeetingCloud.Web;
using MeetingCloud.Web.Browser;
using MeetingCloud.Web.Components;
using MeetingCloud.Web.Components.Pages;
using MeetingCloud.Web.ControlPlane;
using MeetingCloud.Web.Monitoring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace MeetingCloud.Tests.Web.Components;

public sealed class MeetingPagesTests : IDisposable
{
    private readonly FakeControlPlane _api = new();
    private readonly ManualTimeProvider _clock = new(Samples.Now);
    private readonly DeskMonitor _desk;
    private readonly ClusterMonitor _cluster;

    public MeetingPagesTests()
    {
        _desk = new DeskMonitor(_api, _api, _clock, NullLogger<DeskMonitor>.Instance);
        _cluster = new ClusterMonitor(_api, _api, _clock, NullLogger<ClusterMonitor>.Instance);
    }

    public void Dispose()
    {
        _desk.Dispose();
        _cluster.Dispose();
    }

    [Fact]
    public async Task List_ShowsTitlesAsText_AndWhichNodesAreReady()
    {
        _api.Nodes = [Samples.Node("node-1", NodeState.Active, new HeldMeeting("m", 7)), Samples.Node("node-2")];
        _api.Meetings = [Samples.Meeting("m", 7, "<script>alert(1)</script>")];

        await using var renderer = Renderer();
        var html = await renderer.RenderRawAsync<Meetings>();

        Assert.Contains(">&lt;script&gt;alert(1)&lt;/script&gt;</bdi>", html, StringComparison.Ordinal);
        Assert.Contains("href=\"meetings/m\"", html, StringComparison.Ordinal);
        Assert.Contains("1 of 2 nodes ready", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_ShowsTheWayToTheFirstMeeting_WhenThereIsNone()
    {
        await using var renderer = Renderer();

        Assert.Contains("Create the first meeting", await renderer.RenderAsync<Meetings>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Meeting_ShowsItsFieldsAgendaAndFiles()
    {
        _api.Whole = Samples.Whole();

        var html = await RenderMeetingAsync("m");

        Assert.Contains(">Board meeting</bdi></h1>", html, StringComparison.Ordinal);
        Assert.Contains("value=\"2026-05-01T10:00\"", html, StringComparison.Ordinal);
        Assert.Contains("10:00–10:20", html, StringComparison.Ordinal);
        Assert.Contains("Li Wei · 20 min · 1 file", html, StringComparison.Ordinal);
        Assert.Contains("http://localhost/m/m", html, StringComparison.Ordinal);
        Assert.Contains(">Publish<", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Remove the sample", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MeetingStatus.Active, true)]
    [InlineData(MeetingStatus.Draft, false)]
    [InlineData(MeetingStatus.Closed, false)]
    public async Task Meeting_LeadsToItsAttendeesPage_WhileTheySeeIt(MeetingStatus status, bool isThere)
    {
        _api.Whole = Samples.Whole() with { Status = status };

        var html = await RenderMeetingAsync("m");

        Assert.Equal(isThere, html.Contains("href=\"m/m\" target=\"_blank\"", StringComparison.Ordinal));
        Assert.Contains("href=\"http://localhost/m/m\" target=\"_blank\"", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MeetingStatus.Active, "")]
    [InlineData(MeetingStatus.Draft, "Attendees see nothing there until the meeting is published.")]
    [InlineData(MeetingStatus.Closed, "Attendees are told that the meeting is closed.")]
    public async Task Meeting_SaysWhatAttendeesSee_WhenItIsNotActive(MeetingStatus status, string words)
    {
        _api.Whole = Samples.Whole() with { Status = status };

        var text = VisibleText.Of(await RenderMeetingAsync("m"));

        Assert.Contains($"The attendees' page {words}{(words.Length > 0 ? " " : "")}Link", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_CountsOneNode_WhenThereIsNoOther()
    {
        _api.Nodes = [Samples.Node("node-1", NodeState.Active, new HeldMeeting("m", 7))];
        _api.Meetings = [Samples.Meeting("m", 7)];

        await using var renderer = Renderer();

        Assert.Contains("1 of 1 node ready", await renderer.RenderAsync<Meetings>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SampleMeeting_SaysThatItIsOne()
    {
        _api.Whole = Samples.Whole() with { Id = "sample" };

        Assert.Contains("Remove the sample", await RenderMeetingAsync("sample"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Meeting_SaysThatItIsNotThere_WhenItIsNot()
    {
        var html = await RenderMeetingAsync("m");

        Assert.Contains("This meeting is not there", html, StringComparison.Ordinal);
        Assert.Contains("href=\"meetings\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Meeting_ShowsTheBanner_WhenTheControlPlaneIsAway()
    {
        _api.Fault = new ControlPlaneException(HttpStatusCode.InternalServerError, "", new Dictionary<string, string[]>(StringComparer.Ordinal));

        Assert.Contains("role=\"alert\"", await RenderMeetingAsync("m"), StringComparison.Ordinal);
    }

    private async Task<string> RenderMeetingAsync(string id)
    {
        await using var renderer = Renderer();
        return await renderer.RenderAsync<MeetingPage>((nameof(MeetingPage.Id), id));
    }

    private ComponentRenderer Renderer() => new(services => services
        .AddSingleton(_desk)
        .AddSingleton(_cluster)
        .AddSingleton<TimeProvider>(_clock)
        .AddSingleton<IMeetingsClient>(_api)
        .AddSingleton<IMediaClient>(_api)
        .AddSingleton<IUploadsClient>(new NoUploads())
        .AddSingleton<CallFaults>()
        .AddSingleton(new PublicApi(new Uri("http://localhost:8000")))
        .AddScoped<BrowserZone>());

    private sealed class NoUploads : IUploadsClient
    {
        public Task<UploadTicket> CreateTicketAsync(string meetingId, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nobody uploads here.");
    }
}
