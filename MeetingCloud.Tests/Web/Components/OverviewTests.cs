using System.Text.RegularExpressions;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support;
using MeetingCloud.Web.Components.Pages;
using MeetingCloud.Web.Monitoring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace MeetingCloud.Tests.Web.Components;

public sealed partial class OverviewTests : IDisposable
{
    private readonly FakeControlPlane _api = new();
    private readonly ManualTimeProvider _clock = new(Samples.Now);
    private readonly ClusterMonitor _monitor;

    public OverviewTests() => _monitor = new ClusterMonitor(_api, _api, _clock, NullLogger<ClusterMonitor>.Instance);

    public void Dispose() => _monitor.Dispose();

    [Fact]
    public async Task Page_ShowsNodesMeetingsAndWhoServesWhat()
    {
        _api.Nodes =
        [
            Samples.Node("node-1", NodeState.Active, new HeldMeeting("m", 7)),
            Samples.Node("node-2", NodeState.Active, new HeldMeeting("m", 6)),
            Samples.Node("node-3", NodeState.Lost),
        ];
        _api.Meetings = [Samples.Meeting("m", 7, "第三季度董事会 <b>")];

        var html = await RenderAsync();
        var text = Visible(html);

        Assert.Contains("Nodes active 2 of 3", text, StringComparison.Ordinal);
        Assert.Contains("Sent to attendees 5.00 MB/s", text, StringComparison.Ordinal);
        Assert.Contains("第三季度董事会 <b> 2026-05-01 10:00 UTC 7 24 268 MB 1 of 2 nodes ready node-1 node-2 node-3", text, StringComparison.Ordinal);
        Assert.Contains("node-1 10.0.0.1:8001 Active 90 % 12.3 GB of 50.0 GB 4 2.50 MB/s 3 s ago", text, StringComparison.Ordinal);
        Assert.Contains("node-3 10.0.0.1:8001 Lost – 12.3 GB of 50.0 GB – – 3 s ago", text, StringComparison.Ordinal);
        Assert.Contains("node-2: holds version 6, fetching the current one", html, StringComparison.Ordinal);
        Assert.DoesNotContain("role=\"alert\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_SaysThatItHasNothing_WhenThereIsNothing()
    {
        var text = Visible(await RenderAsync());

        Assert.Contains("No meeting is active.", text, StringComparison.Ordinal);
        Assert.Contains("No node has registered yet.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_MarksItsDataAsOld_WhenTheControlPlaneIsAway()
    {
        _api.Nodes = [Samples.Node("node-1")];
        await _monitor.Cluster.GetAsync(CancellationToken.None);
        await _clock.WhenArmedAsync();
        _api.Fault = new HttpRequestException(HttpRequestError.ConnectionError, "refused");
        _clock.Advance(TimeSpan.FromSeconds(12));

        var html = await RenderAsync();

        Assert.Contains("role=\"alert\"", html, StringComparison.Ordinal);
        Assert.Contains("The control plane is out of reach. What you see is 12 s old.", Visible(html), StringComparison.Ordinal);
        Assert.Contains("class=\"data old\"", html, StringComparison.Ordinal);
        Assert.Contains("node-1", html, StringComparison.Ordinal);
    }

    private async Task<string> RenderAsync()
    {
        await using var renderer = new ComponentRenderer(services => services.AddSingleton(_monitor).AddSingleton<TimeProvider>(_clock));
        return await renderer.RenderAsync<Overview>();
    }

    /// <summary>What a reader sees: tags are gaps between words.</summary>
    private static string Visible(string html) => Gaps().Replace(Tags().Replace(html, " "), " ");

    [GeneratedRegex("</?[a-z][^>]{2,}>|</?(?:p|a|h1|h2|dl|dt|dd|ul|li|td|th|tr)>", RegexOptions.None, 1000)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Gaps();
}
