using MeetingCloud.Contracts;
using MeetingCloud.Web.Components.Controls;
using MeetingCloud.Web.Components.Pages;
using MeetingCloud.Web.Monitoring;

namespace MeetingCloud.Tests.Web.Components;

public sealed class NodesTests : IDisposable
{
    private readonly MonitorPages _pages = new();

    public void Dispose() => _pages.Dispose();

    [Fact]
    public async Task Cards_SayHowEachNodeIs_AndWhatCanBeDoneWithIt()
    {
        _pages.Api.Nodes =
        [
            Samples.Node("node-1", NodeState.Active, new HeldMeeting("m", 7)),
            Samples.Node("node-2", NodeState.Maintenance),
            Samples.Node("node-3", NodeState.Lost),
        ];
        _pages.Api.Meetings = [Samples.Meeting("m", 7)];

        var html = await _pages.RenderAsync<Nodes>();
        var text = VisibleText.Of(html);

        Assert.Contains(
            "node-1 10.0.0.1:8001 Active Health 90 % Storage 12.3 GB of 50.0 GB Downloads 4 Sending 2.50 MB/s Versions held 1 of 1 Last heartbeat 3 s ago Drain",
            text,
            StringComparison.Ordinal);
        Assert.Contains("node-3 10.0.0.1:8001 Lost Storage 12.3 GB of 50.0 GB Downloads – Sending –", text, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Drain node-1\"", html, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Resume node-2\"", html, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Forget node-3\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Forget node-1", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Site_IsShownWithItsNetworks_OnCardAndInTheTable()
    {
        var node = Samples.Node("node-1") with { Networks = ["10.3.0.0/16", "fd00:3::/48"] };
        _pages.Api.Nodes = [node];

        var card = VisibleText.Of(await _pages.RenderAsync<Nodes>());
        var row = VisibleText.Of(await _pages.RenderAsync<NodeTable>(
            ("Nodes", _pages.Api.Nodes), ("Cluster", new ClusterSnapshot(Samples.Now, _pages.Api.Nodes, []))));

        Assert.All([card, row], text => Assert.Contains("node-1 10.0.0.1:8001 10.3.0.0/16, fd00:3::/48 Active", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cards_ComeByThePage_WhenThereAreManyNodes()
    {
        _pages.Api.Nodes = [.. Enumerable.Range(1, 200).Select(n => Samples.Node($"node-{n}"))];

        var html = await _pages.RenderAsync<Nodes>();

        Assert.Equal(24, html.Split("<article").Length - 1);
        Assert.Contains("id=\"node-node-2\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"node-node-100\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Table_ComesByThePage_InTheGivenOrder()
    {
        var nodes = Enumerable.Range(1, 200).Select(n => Samples.Node($"node-{n}")).ToList();

        var html = await _pages.RenderAsync<NodeTable>(("Nodes", nodes), ("Cluster", new ClusterSnapshot(Samples.Now, nodes, [])));

        Assert.Equal(25 + 1, html.Split("<tr").Length - 1);
        Assert.Contains("href=\"nodes/node-25\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"nodes/node-26\"", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "1 2")]
    [InlineData(2, "5")]
    [InlineData(9, "5")]
    public void Pager_ShowsTheLastPage_WhenTheListHasBecomeShorter(int page, string expected) =>
        Assert.Equal(expected, string.Join(' ', LivePager.Of([1, 2, 3, 4, 5], page, 2)));

    [Fact]
    public void Order_IsTurnedRound_WhenTheSameColumnIsChosenAgain()
    {
        var order = new SortHeader.SortOrder("id").By("health");

        Assert.Equal(new SortHeader.SortOrder("health"), order);
        Assert.Equal(new SortHeader.SortOrder("health", Descending: true), order.By("health"));
        Assert.Equal(new SortHeader.SortOrder("health"), order.By("health").By("health"));
    }

    [Fact]
    public async Task Page_SaysHowToGetANode_WhenThereIsNone() =>
        Assert.Contains("No node has registered yet.", await _pages.RenderAsync<Nodes>(), StringComparison.Ordinal);

    [Theory]
    [InlineData(null, "", "node-1 node-2 node-10")]
    [InlineData(NodeState.Lost, "", "node-10")]
    [InlineData(null, "NODE-1", "node-1 node-10")]
    [InlineData(null, "8001", "node-1 node-2 node-10")]
    [InlineData(NodeState.Active, "10", "node-1 node-2")]
    [InlineData(null, "<b>", "")]
    public void Filter_FindsByStateIdAndAddress(NodeState? state, string search, string expected)
    {
        var cluster = new ClusterSnapshot(Samples.Now, [Samples.Node("node-10", NodeState.Lost), Samples.Node("node-2"), Samples.Node("node-1")], []);

        Assert.Equal(expected, string.Join(' ', new NodeFilter(state, search).Apply(cluster).Select(node => node.Id)));
    }

    [Fact]
    public async Task Node_ShowsWhatItHoldsAndWhatBefellIt()
    {
        _pages.Api.Nodes = [Samples.Node("node-1", NodeState.Active, new HeldMeeting("old", 6))];
        _pages.Api.Meetings = [Samples.Meeting("old", 7, "Old"), Samples.Meeting("new", 2, "New")];
        _pages.Api.Events = [new NodeEvent(2, NodeEventKind.Lost, Samples.Now, "heartbeat_missed"), new NodeEvent(1, NodeEventKind.Registered, Samples.Now)];
        _pages.Api.History = Samples.History(samples: 6, nodes: 1);

        var html = await _pages.RenderAsync<NodeView>(("Id", "node-1"));
        var text = VisibleText.Of(html);

        Assert.Contains("Old 6 of 7 268 MB Outdated New – 268 MB Not there", text, StringComparison.Ordinal);
        Assert.Contains("Lost: no heartbeat came 2026-05-01 09:00 Registered", text, StringComparison.Ordinal);
        Assert.Contains("Versions held 0 of 2", text, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Bytes per second, in the last hour\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_ThatWasForgotten_StillHasItsEvents()
    {
        _pages.Api.Events = [new NodeEvent(1, NodeEventKind.Forgotten, Samples.Now)];

        var text = VisibleText.Of(await _pages.RenderAsync<NodeView>(("Id", "node-1")));

        Assert.Contains("This node was forgotten.", text, StringComparison.Ordinal);
        Assert.Contains("Forgotten by an admin", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_ThatNobodyKnows_IsSaidToBeNone() =>
        Assert.Contains("There is no such node.", await _pages.RenderAsync<NodeView>(("Id", "nobody")), StringComparison.Ordinal);
}
