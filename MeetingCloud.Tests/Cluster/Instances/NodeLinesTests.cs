using System.Net;
using System.Net.Http.Headers;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support;
using MeetingCloud.Tests.Support.Programs;

namespace MeetingCloud.Tests.Cluster.Instances;

/// <summary>A node has its line at one instance, and all agree on whether it lives.</summary>
public sealed class NodeLinesTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    private TestHost First => _cluster.Api.Instances[0];

    private TestHost Second => _cluster.Api.Instances[1];

    // Heartbeats tell nothing here in time: what is seen is what the lines tell.
    public async Task InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(instances: 2, nodes: 0, ("NODE_HEARTBEAT_TIMEOUT", "600"));
        try
        {
            using var node = NewNode(First);
            using var registered = await node.PostContractAsync($"{Routes.Nodes}/register", new RegisterNodeRequest("n1", "127.0.0.1", 9));
            Assert.Equal(HttpStatusCode.OK, registered.StatusCode);
        }
        catch
        {
            // Of a test that has not begun nobody else disposes.
            await DisposeAsync();
            throw;
        }
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [ProgramFact(NginxBalancer.Program)]
    public async Task Node_IsKnownEverywhere_FromItsRegistrationOn()
    {
        using var node = NewNode(Second);
        using var heard = await node.PostContractAsync($"{Routes.Nodes}/n1/heartbeat", new HeartbeatRequest(1));
        Assert.Equal(HttpStatusCode.OK, heard.StatusCode);
    }

    [ProgramFact(NginxBalancer.Program)]
    public async Task Node_IsLostEverywhere_WhenItsLineBreaks()
    {
        using (await OpenLineAsync(First))
        {
            await AllSayAsync(NodeState.Active);
        }

        await AllSayAsync(NodeState.Lost);
    }

    [ProgramFact(NginxBalancer.Program)]
    public async Task Node_IsNeverLost_WhenItsOldLineBreaksAfterItHasOpenedAnotherElsewhere()
    {
        var old = await OpenLineAsync(First);
        using var line = await OpenLineAsync(Second);
        old.Dispose();
        // Would be told by now: a line that breaks and is opened again is.
        using (var other = NewNode(First))
        {
            using var registered = await other.PostContractAsync($"{Routes.Nodes}/register", new RegisterNodeRequest("n2", "127.0.0.1", 9));
            (await OpenLineAsync(First, "n2")).Dispose();
        }

        await Eventually.BecomesTrueAsync(
            async () => await StateAsync(Second, "n2") == NodeState.Lost, TestCluster.Patience, "the other node is lost");
        Assert.Equal((NodeState.Active, NodeState.Active), (await StateAsync(First), await StateAsync(Second)));
        line.Dispose();
        await AllSayAsync(NodeState.Lost);
    }

    [ProgramFact(NginxBalancer.Program)]
    public async Task Node_IsBackEverywhereAtOnce_WhenItOpensItsLineElsewhere()
    {
        (await OpenLineAsync(First)).Dispose();
        await AllSayAsync(NodeState.Lost);
        using var line = await OpenLineAsync(Second);
        await AllSayAsync(NodeState.Active);
    }

    [ProgramFact(NginxBalancer.Program)]
    public async Task Node_IsNotLost_WhenTheInstanceThatHasItsLineStops()
    {
        using var line = await OpenLineAsync(First);
        await AllSayAsync(NodeState.Active);
        await First.CrashAsync();
        using var again = await OpenLineAsync(Second);
        Assert.Equal(NodeState.Active, await StateAsync(Second));
    }

    [ProgramFact(NginxBalancer.Program)]
    public async Task Lines_TellAgain_WhenRedisWasAwayAndCameBackEmpty()
    {
        using (await OpenLineAsync(First))
        {
            await _cluster.Redis.StopAsync();
        }

        (await OpenLineAsync(First)).Dispose();
        await _cluster.Redis.StartAsync();
        foreach (var instance in _cluster.Api.Instances)
        {
            using var client = _cluster.NewAdmin(instance.Url);
            await Eventually.BecomesTrueAsync(
                async () => !(await client.GetStringAsync("/health")).Contains("degraded", StringComparison.Ordinal), TestCluster.Patience, "Redis is back");
        }

        using (await OpenLineAsync(Second))
        {
            await AllSayAsync(NodeState.Active);
        }

        await AllSayAsync(NodeState.Lost);
    }

    [ProgramFact(NginxBalancer.Program)]
    public async Task ForgottenNode_DoesNotComeBack_WhenRedisWasAway()
    {
        await AllSayAsync(NodeState.Active);
        await _cluster.Redis.StopAsync();
        using (var admin = _cluster.NewAdmin(First.Url))
        {
            using var forgotten = await admin.DeleteAsync($"{Routes.Nodes}/n1");
            Assert.Equal(HttpStatusCode.NoContent, forgotten.StatusCode);
        }

        await _cluster.Redis.StartAsync();
        await Eventually.BecomesTrueAsync(
            async () => (await ListAsync(First)).Count == 0 && (await ListAsync(Second)).Count == 0, TestCluster.Patience, "nobody knows it");
    }

    [ProgramFact(NginxBalancer.Program)]
    public async Task OneInstance_WritesWhatBefellANode()
    {
        (await OpenLineAsync(First)).Dispose();
        using var admin = _cluster.NewAdmin(Second.Url);
        await Eventually.BecomesTrueAsync(
            async () => (await EventsAsync()).Any(e => e.Kind == NodeEventKind.Lost), TestCluster.Patience, "its loss is written down");
        using var line = await OpenLineAsync(Second);
        await Eventually.BecomesTrueAsync(
            async () => (await EventsAsync()).Any(e => e.Kind == NodeEventKind.Back), TestCluster.Patience, "it is written that it is back");
        Assert.Equal([NodeEventKind.Back, NodeEventKind.Lost, NodeEventKind.Registered], (await EventsAsync()).Select(e => e.Kind));

        async Task<IReadOnlyList<NodeEvent>> EventsAsync() => (await admin.GetContractAsync<Page<NodeEvent>>($"{Routes.Nodes}/n1/events")).Items;
    }

    private static async Task<HttpResponseMessage> OpenLineAsync(TestHost instance, string id = "n1")
    {
        var node = NewNode(instance);
        var response = await node.GetAsync(Routes.NodeEvents(id), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        // Its first line is written once the stream is noted.
        await (await response.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[4]);
        return response;
    }

    private static HttpClient NewNode(TestHost instance)
    {
        var client = new HttpClient { BaseAddress = new Uri(instance.Url) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestCluster.NodeKey);
        return client;
    }

    private async Task<IReadOnlyList<NodeInfo>> ListAsync(TestHost instance)
    {
        using var admin = _cluster.NewAdmin(instance.Url);
        return (await admin.GetContractAsync<NodeList>(Routes.Nodes)).Nodes;
    }

    /// <summary>Null where the instance has not heard of the node.</summary>
    private async Task<NodeState?> StateAsync(TestHost instance, string node = "n1") => (await ListAsync(instance)).SingleOrDefault(n => n.Id == node)?.Status;

    private Task AllSayAsync(NodeState state) => Eventually.BecomesTrueAsync(
        async () => await StateAsync(First) == state && await StateAsync(Second) == state, TestCluster.Patience, $"both say {state}");
}
