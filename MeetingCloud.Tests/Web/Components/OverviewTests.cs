using MeetingCloud.Contracts;
using MeetingCloud.Web.Components.Pages;
using MeetingCloud.Web.ControlPlane;

namespace MeetingCloud.Tests.Web.Components;

public sealed class OverviewTests : IDisposable
{
    private readonly MonitorPages _pages = new();

    public void Dispose() => _pages.Dispose();

    [Fact]
    public async Task Page_ShowsLoadMeetingsAndWhoServesWhat()
    {
        _pages.Api.Nodes =
        [
            Samples.Node("node-1", NodeState.Active, new HeldMeeting("m", 7)),
            Samples.Node("node-2", NodeState.Active, new HeldMeeting("m", 6)),
            Samples.Node("node-3", NodeState.Lost),
        ];
        _pages.Api.Meetings = [Samples.Meeting("m", 7, "第三季度董事会 <b>")];
        _pages.Api.Pool = Samples.Pool(Samples.Server("server1"), Samples.Server("server2", "credentials"));

        var html = await _pages.RenderAsync<Overview>();
        var text = VisibleText.Of(html);

        Assert.Contains("Nodes active 2 of 3", text, StringComparison.Ordinal);
        Assert.Contains("Sent to attendees 5.00 MB/s", text, StringComparison.Ordinal);
        Assert.Contains("Origin servers in service 1 of 2", text, StringComparison.Ordinal);
        Assert.Contains("Origin requests under way 24 of 20", text, StringComparison.Ordinal);
        Assert.Contains("第三季度董事会 <b> 2026-05-01 10:00 7 24 268 MB 1 of 2 nodes ready node-1 node-2 node-3", text, StringComparison.Ordinal);
        Assert.Contains("node-2: holds version 6, fetching the current one", html, StringComparison.Ordinal);
        Assert.DoesNotContain("role=\"alert\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_SaysWhatIsWrong_AndWhatToDo_TheWorstFirst()
    {
        _pages.Api.Nodes = [Samples.Node("node-1"), Samples.Node("node-2", NodeState.Maintenance)];
        _pages.Api.Pool = Samples.Pool(Samples.Server("server1"), Samples.Server("server2"), Samples.Server("server3", "credentials", "401 UnAuthorized"));
        _pages.Api.Health = new("degraded", new Dictionary<string, ControlPlaneCheck> { ["registry"] = new("degraded") });

        var text = VisibleText.Of(await _pages.RenderAsync<Overview>());

        Assert.Contains("Fault: Redis is away. Start Redis, or mend ConnectionStrings__redis.", text, StringComparison.Ordinal);
        Assert.Contains(
            "Fault: server3 refuses its user name or password. Check WEBDAV_USERNAME_3 and WEBDAV_PASSWORD_3, and restart the control plane. 401 UnAuthorized",
            text,
            StringComparison.Ordinal);
        Assert.Contains("Notice: node-2 is in maintenance.", text, StringComparison.Ordinal);
        Assert.True(text.IndexOf("server3 refuses", StringComparison.Ordinal) < text.IndexOf("node-2 is in maintenance", StringComparison.Ordinal));
        Assert.DoesNotContain("All is well.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_SaysThatAllIsWell_WhenItIs()
    {
        _pages.Api.Nodes = [Samples.Node("node-1")];

        Assert.Contains("What is wrong now, and what to do about it check_circle All is well.", VisibleText.Of(await _pages.RenderAsync<Overview>()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Charts_SayTheirNumbersInWords()
    {
        _pages.Api.Nodes = [Samples.Node("node-1")];
        _pages.Api.History = Samples.History(samples: 6, nodes: 2);

        var html = await _pages.RenderAsync<Overview>();

        Assert.Contains("role=\"img\" aria-label=\"Downloads under way, by node: 3 now, in the last hour\"", html, StringComparison.Ordinal);
        Assert.Contains("Downloads under way, by node node-1 1 node-2 2 ", VisibleText.Of(html).Replace("<strong>", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chart_IsQuiet_WhenAllItsNumbersAreNought()
    {
        _pages.Api.Pool = Samples.Pool(Samples.Server("server1"));
        var history = Samples.History(samples: 12);
        _pages.Api.History = history with { Servers = [history.Servers[0] with { InFlight = [.. Enumerable.Repeat<int?>(0, 12)] }] };

        var html = await _pages.RenderAsync<Overview>();

        Assert.Contains("server1 0 Nothing in this time.", VisibleText.Of(html).Replace("<strong>", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("aria-label=\"Requests under way", html, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Downloads under way", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_SaysThatItHasNothing_WhenThereIsNothing()
    {
        var text = VisibleText.Of(await _pages.RenderAsync<Overview>());

        Assert.Contains("No meeting is active.", text, StringComparison.Ordinal);
        Assert.Contains("No node is registered", text, StringComparison.Ordinal);
        Assert.Contains("Recording has only begun.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_MarksItsDataAsOld_WhenTheControlPlaneIsAway()
    {
        _pages.Api.Nodes = [Samples.Node("node-1")];
        _pages.Api.Meetings = [Samples.Meeting("m", 7)];
        await _pages.Cluster.Cluster.GetAsync(CancellationToken.None);
        await _pages.Clock.WhenArmedAsync();
        _pages.Api.Fault = new HttpRequestException(HttpRequestError.ConnectionError, "refused");
        _pages.Clock.Advance(TimeSpan.FromSeconds(12));

        var html = await _pages.RenderAsync<Overview>();

        Assert.Contains("role=\"alert\"", html, StringComparison.Ordinal);
        Assert.Contains("The control plane is out of reach. What you see is 12 s old.", VisibleText.Of(html), StringComparison.Ordinal);
        Assert.Contains("class=\"data old\"", html, StringComparison.Ordinal);
        Assert.Contains("node-1", html, StringComparison.Ordinal);
    }
}
