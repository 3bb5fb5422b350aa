using System.Globalization;
using System.Net;
using MeetingCloud.Api.Data;
using MeetingCloud.Api.Monitoring.Events;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.Cluster;

/// <summary>What the control plane remembers of its nodes, over HTTP.</summary>
public sealed class MonitoringContractTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await TestCluster.StartAsync(nodes: 0, ("NODE_HEARTBEAT_TIMEOUT", "2"));

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task History_IsForAdmins_AndStartsAtOnce()
    {
        await ProblemAssert.IsAsync(await _cluster.Attendee.GetAsync(Routes.History), 401);
        await ProblemAssert.IsAsync(await _cluster.Node.GetAsync(Routes.History), 401);
        await ProblemAssert.IsAsync(await _cluster.Admin.GetAsync($"{Routes.History}?since=yesterday"), 422);

        // Instances take theirs within the same second, not in the same moment.
        ClusterHistory history = null!;
        await Eventually.BecomesTrueAsync(
            async () => (history = await HistoryAsync()).Times.Count == 1, TestCluster.Patience, "a first sample is taken");
        Assert.Equal(history.Times.Count, history.Cluster.KnownNodes.Count);
        Assert.Empty((await HistoryAsync($"?since={Rfc3339Converter.Format(history.Times[^1])}")).Times);

        // As Go and Java write times.
        Assert.Empty((await HistoryAsync($"?since={history.Times[^1].UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture)}99Z")).Times);

        Task<ClusterHistory> HistoryAsync(string query = "") => _cluster.Admin.GetContractAsync<ClusterHistory>(Routes.History + query);
    }

    [Fact]
    public async Task Pool_IsEmptyAndNoError_WhereTheOriginIsTheDisk()
    {
        Assert.Empty((await _cluster.Admin.GetContractAsync<WebdavStatus>(Routes.WebdavStatus)).Servers);
        var stats = await _cluster.Admin.GetContractAsync<WebdavStats>(Routes.WebdavStats);
        Assert.Empty(stats.Servers);
        Assert.Equal((new WebdavTotals(0, 0, 0, 0, 0, 0), 0L), (stats.Totals, stats.Files.Missing));
    }

    [Fact]
    public async Task Events_TellANodesLife_AlsoAfterARestart()
    {
        await RegisterAsync();
        await HaveAsync(NodeEventKind.Registered);
        await SetAsync(NodeState.Maintenance);
        await SetAsync(NodeState.Maintenance);
        await SetAsync(NodeState.Active);
        await HaveAsync(NodeEventKind.Resumed, NodeEventKind.Drained, NodeEventKind.Registered);

        // Its heartbeat is missed.
        await HaveAsync(NodeEventKind.Lost, NodeEventKind.Resumed, NodeEventKind.Drained, NodeEventKind.Registered);
        Assert.Equal("heartbeat_missed", (await EventsAsync()).Items[0].Reason);

        // No instance that starts takes the same loss for another one.
        await _cluster.Api.StopAsync();
        _cluster.ApiSettings["NODE_HEARTBEAT_TIMEOUT"] = "3600";
        await _cluster.Api.StartAsync();
        await Eventually.BecomesTrueAsync(
            async () => (await _cluster.ListNodesAsync()) is [{ Status: NodeState.Lost }], TestCluster.Patience, "the registry is read");
        using (var line = await _cluster.Node.GetAsync(Routes.NodeEvents("n1"), HttpCompletionOption.ResponseHeadersRead))
        {
            await Eventually.BecomesTrueAsync(
                async () => (await EventsAsync()).Items[0].Kind == NodeEventKind.Back, TestCluster.Patience, "it is back");
        }

        await Eventually.BecomesTrueAsync(
            async () => (await EventsAsync()).Items[0] is { Kind: NodeEventKind.Lost, Reason: "line_broken" }, TestCluster.Patience, "its line broke");
        await RegisterAsync();
        using var forgotten = await _cluster.Admin.DeleteAsync($"{Routes.Nodes}/n1");
        Assert.Equal(HttpStatusCode.NoContent, forgotten.StatusCode);
        await HaveAsync(
            NodeEventKind.Forgotten,
            NodeEventKind.Registered,
            NodeEventKind.Lost,
            NodeEventKind.Back,
            NodeEventKind.Lost,
            NodeEventKind.Resumed,
            NodeEventKind.Drained,
            NodeEventKind.Registered);
    }

    [Fact]
    public async Task Events_AreKeptUpToTheirNumber_ForEachNode()
    {
        var store = _cluster.Api.Services.GetRequiredService<NodeEventStore>();
        var rows = Enumerable.Range(0, 250).Select(i => new NodeEventRow
        {
            NodeId = i == 0 ? "quiet" : "busy",
            Kind = NodeEventKind.Registered,
            At = new DateTimeOffset(2026, 5, 1, 9, 0, 0, TimeSpan.Zero).AddSeconds(i),
            Reason = i.ToString(CultureInfo.InvariantCulture),
        });
        await store.AppendAsync([.. rows], CancellationToken.None);

        var busy = await _cluster.Admin.GetContractAsync<Page<NodeEvent>>($"{Routes.NodeLog("busy")}?page=2&page_size=150");
        Assert.Equal(200, busy.Total);
        Assert.Equal(Enumerable.Range(50, 50).Reverse(), busy.Items.Select(e => int.Parse(e.Reason!, CultureInfo.InvariantCulture)));
        Assert.Equal(1, (await _cluster.Admin.GetContractAsync<Page<NodeEvent>>(Routes.NodeLog("quiet"))).Total);
    }

    [Fact]
    public async Task Events_AreForAdmins_AndOfKnownNodes()
    {
        await RegisterAsync();
        await ProblemAssert.IsAsync(await _cluster.Node.GetAsync(Routes.NodeLog("n1")), 401);
        await ProblemAssert.IsAsync(await _cluster.Admin.GetAsync(Routes.NodeLog("ghost")), 404);
    }

    private Task<Page<NodeEvent>> EventsAsync() => _cluster.Admin.GetContractAsync<Page<NodeEvent>>(Routes.NodeLog("n1"));

    private Task HaveAsync(params NodeEventKind[] newestFirst) => Eventually.BecomesTrueAsync(
        async () => (await EventsAsync()).Items.Select(e => e.Kind).SequenceEqual(newestFirst),
        TestCluster.Patience,
        $"the events are {string.Join(", ", newestFirst)}");

    private async Task RegisterAsync()
    {
        using var response = await _cluster.Node.PostContractAsync(Routes.RegisterNode, new RegisterNodeRequest("n1", "127.0.0.1", 8001));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task SetAsync(NodeState state)
    {
        using var response = await _cluster.Admin.PostContractAsync($"{Routes.Nodes}/n1/state", new NodeStateRequest(state));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
