using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Cluster;

/// <summary>What nodes say to the control plane and hear from it, as the contract has it.</summary>
public sealed class NodesContractTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    // Heartbeats tell nothing here in time: nodes live until their lines break.
    public async Task InitializeAsync() => _cluster = await TestCluster.StartAsync(nodes: 0, ("NODE_HEARTBEAT_TIMEOUT", "600"));

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Registration_IsRefused_WhenTheAddressIsForeign()
    {
        using var response = await _cluster.Node.PostContractAsync(
            Routes.RegisterNode, new RegisterNodeRequest("n", "203.0.113.9", 8001, null, 1, 1));
        await ProblemAssert.IsAsync(response, 403);
        Assert.Empty(await _cluster.ListNodesAsync());
        using var invalid = await _cluster.Node.PostContractAsync(
            Routes.RegisterNode, new RegisterNodeRequest("no spaces", "localhost", 0, "ftp://x", -1, -1));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, invalid.StatusCode);
        var body = await invalid.Content.ReadAsStringAsync();
        foreach (var field in new[] { "id", "ip", "port", "public_url", "storage_capacity", "storage_used" })
        {
            Assert.Contains($"\"{field}\"", body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Attendee_IsSentToTheNode_WhenItsPublicAddressIsInAnotherScript()
    {
        using var registered = await _cluster.Node.PostContractAsync(
            Routes.RegisterNode, new RegisterNodeRequest("n1", "127.0.0.1", 8001, "https://会议.example:8443/一号/"));
        Assert.Equal(HttpStatusCode.OK, registered.StatusCode);
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        using var heartbeat = await _cluster.Node.PostContractAsync(
            Routes.Heartbeat("n1"), new HeartbeatRequest(1, Meetings: [new HeldMeeting(meeting.Id, meeting.Version)]));
        Assert.Equal(HttpStatusCode.OK, heartbeat.StatusCode);

        using var package = await _cluster.Attendee.GetAsync(Routes.Package(meeting.Id));
        Assert.Equal(HttpStatusCode.TemporaryRedirect, package.StatusCode);
        Assert.StartsWith(
            "https://xn--6oqu09l.example:8443/%E4%B8%80%E5%8F%B7/api/", package.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Heartbeat_OfAnUnknownNode_IsAnswered404()
    {
        await ProblemAssert.IsAsync(await _cluster.Node.PostContractAsync(Routes.Heartbeat("ghost"), new HeartbeatRequest(1)), 404);
        await ProblemAssert.IsAsync(await _cluster.Node.GetAsync(Routes.Manifest("x", "ghost")), 403);
    }

    [Theory]
    [InlineData("n1\n")]
    [InlineData("n/1")]
    [InlineData("")]
    public async Task Registration_IsRefused_WhenTheIdIsNone(string id)
    {
        using var response = await _cluster.Node.PostContractAsync(Routes.RegisterNode, new RegisterNodeRequest(id, "127.0.0.1", 8001));
        await ProblemAssert.IsAsync(response, 422);
        Assert.Empty(await _cluster.ListNodesAsync());
    }

    [Theory]
    [InlineData("1")]
    [InlineData("127.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("::1%1")]
    [InlineData("fe80::1%eth0/../../x")]
    [InlineData("[::1]")]
    [InlineData("[::1]:80")]
    [InlineData("")]
    public async Task Registration_IsRefused_WhenItsAddressIsInAnotherNotation(string ip)
    {
        using var response = await _cluster.Node.PostContractAsync(Routes.RegisterNode, new RegisterNodeRequest("n1", ip, 8001));
        Assert.Contains("\"ip\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await ProblemAssert.IsAsync(response, 422);
        Assert.Empty(await _cluster.ListNodesAsync());
    }

    [Theory]
    [InlineData('a', 2048, HttpStatusCode.OK)]
    [InlineData('a', 2049, HttpStatusCode.UnprocessableEntity)]
    [InlineData('a', 900_000, HttpStatusCode.UnprocessableEntity)]
    // Nine characters each where it stands in a link.
    [InlineData('会', 300, HttpStatusCode.UnprocessableEntity)]
    public async Task Registration_IsRefused_WhenItsPublicAddressIsTooLong(char filler, int length, HttpStatusCode status)
    {
        const string root = "http://n1/";
        using var response = await _cluster.Node.PostContractAsync(
            Routes.RegisterNode, new RegisterNodeRequest("n1", "127.0.0.1", 8001, root + new string(filler, length - root.Length)));
        Assert.Equal(status, response.StatusCode);
        Assert.Equal(status != HttpStatusCode.OK, (await response.Content.ReadAsStringAsync()).Contains("\"public_url\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Heartbeat_IsRefused_WhenItNamesTooManyMeetings()
    {
        await RegisterAsync("n1");
        var many = Enumerable.Range(0, HeartbeatRequest.MostMeetings + 1)
            .Select(i => new HeldMeeting(string.Create(CultureInfo.InvariantCulture, $"m{i}"), 1)).ToList();
        using var refused = await _cluster.Node.PostContractAsync(Routes.Heartbeat("n1"), new HeartbeatRequest(1, Meetings: many));
        Assert.Contains("\"meetings\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await ProblemAssert.IsAsync(refused, 422);
        using var taken = await _cluster.Node.PostContractAsync(Routes.Heartbeat("n1"), new HeartbeatRequest(1, Meetings: many[1..]));
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }

    [Theory]
    [InlineData("::ffff:127.0.0.1", "127.0.0.1")]
    [InlineData("0:0:0:0:0:0:0:1", "::1")]
    public async Task Node_IsKnownByTheUsualFormOfItsAddress(string given, string kept)
    {
        using var response = await _cluster.Node.PostContractAsync(Routes.RegisterNode, new RegisterNodeRequest("n1", given, 8001));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(kept, (await _cluster.ListNodesAsync()).Single().Ip);
    }

    [Theory]
    [InlineData("""{"id":"m1"}""")]
    [InlineData("""{"id":"m1","version":0}""")]
    [InlineData("""{"id":"m1\n","version":1}""")]
    [InlineData("""{"id":"a/b","version":1}""")]
    [InlineData("""{"version":1}""")]
    [InlineData("null")]
    public async Task Heartbeat_IsRefused_WhenItNamesWhatCanBeNoMeeting(string held)
    {
        await RegisterAsync("n1");
        using var body = new StringContent($$"""{"health":1,"meetings":[{"id":"good","version":2},{{held}}]}""", Encoding.UTF8, "application/json");
        await ProblemAssert.IsAsync(await _cluster.Node.PostAsync(Routes.Heartbeat("n1"), body), 422);
        Assert.Empty((await _cluster.ListNodesAsync()).Single().Meetings);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"1\"")]
    [InlineData("\"lost\"")]
    [InlineData("\"maintenance,lost\"")]
    public async Task Node_StaysAsItIs_WhenItsStateIsNone(string state)
    {
        await RegisterAsync("n1");
        using var decision = new StringContent($$"""{"state":{{state}}}""", Encoding.UTF8, "application/json");
        await ProblemAssert.IsAsync(await _cluster.Admin.PostAsync($"{Routes.Nodes}/n1/state", decision), 422);
        using var heartbeat = new StringContent($$"""{"health":1,"status":{{state}}}""", Encoding.UTF8, "application/json");
        await ProblemAssert.IsAsync(await _cluster.Node.PostAsync(Routes.Heartbeat("n1"), heartbeat), 422);
        Assert.Equal(NodeState.Active, (await _cluster.ListNodesAsync()).Single().Status);
    }

    [Fact]
    public async Task Node_IsLostWithItsLine_AndNoDecisionOfAnAdminRevivesIt()
    {
        await RegisterAsync("n1");
        using (await _cluster.Node.GetAsync(Routes.NodeEvents("n1"), HttpCompletionOption.ResponseHeadersRead))
        {
            Assert.Equal(NodeState.Active, (await _cluster.ListNodesAsync()).Single().Status);
        }

        await BecomesAsync(NodeState.Lost);
        using var state = await _cluster.Admin.PostContractAsync($"{Routes.Nodes}/n1/state", new NodeStateRequest(NodeState.Active));
        Assert.Equal(NodeState.Lost, (await state.ReadContractAsync<NodeInfo>()).Status);

        // Nor in Redis, from which another instance, or the next one, takes it.
        await _cluster.Api.CrashAsync();
        await _cluster.Api.StartAsync();
        await Support.Eventually.BecomesTrueAsync(
            async () => (await _cluster.ListNodesAsync()).Count == 1, TestCluster.Patience, "the registry is read");
        Assert.Equal(NodeState.Lost, (await _cluster.ListNodesAsync()).Single().Status);

        using var heartbeat = await _cluster.Node.PostContractAsync(Routes.Heartbeat("n1"), new HeartbeatRequest(1));
        Assert.Equal(HttpStatusCode.OK, heartbeat.StatusCode);
        Assert.Equal(NodeState.Active, (await _cluster.ListNodesAsync()).Single().Status);

        Task BecomesAsync(NodeState state) => Support.Eventually.BecomesTrueAsync(
            async () => await _cluster.ListNodesAsync() is [var node] && node.Status == state, TestCluster.Patience, $"the node is {state}");
    }

    [Fact]
    public async Task Metadata_IsStillThere_WhenItsManifestIsOvertaken()
    {
        await RegisterAsync("n1");
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        var manifest = await _cluster.Node.GetContractAsync<Manifest>(Routes.Manifest(meeting.Id, "n1"));
        await _cluster.Admin.UploadAsync(meeting.Id, "a.txt", [1]);
        await _cluster.Node.GetContractAsync<Manifest>(Routes.Manifest(meeting.Id, "n1"));
        var metadata = await _cluster.Node.GetByteArrayAsync(Routes.Blob(manifest.Package.Etag));
        Assert.Equal(manifest.Package.Etag, HttpExtensions.Sha256(metadata));
    }

    [Fact]
    public async Task Events_ReplayFromTheLastOneSeen()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        await _cluster.Admin.UploadAsync(meeting.Id, "a.txt", [1]);
        using var request = new HttpRequestMessage(HttpMethod.Get, Routes.SyncEvents) { Headers = { { "Last-Event-ID", "1" } } };
        using var response = await _cluster.Node.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var replayed = await NextAsync(reader);
        Assert.Equal(("2", new MeetingEvent(meeting.Id, 2, MeetingActions.Updated)), replayed);

        await _cluster.Admin.DeleteAsync($"{Routes.Meetings}/{meeting.Id}");
        Assert.Equal(("3", new MeetingEvent(meeting.Id, 3, MeetingActions.Deleted)), await NextAsync(reader));
    }

    private async Task RegisterAsync(string id)
    {
        using var response = await _cluster.Node.PostContractAsync(Routes.RegisterNode, new RegisterNodeRequest(id, "127.0.0.1", 8001));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task<(string Id, MeetingEvent Event)> NextAsync(StreamReader reader)
    {
        var id = "";
        while (await reader.ReadLineAsync().WaitAsync(TestCluster.Patience) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                id = line[4..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return (id, JsonSerializer.Deserialize(line[6..], ContractJson.Default.MeetingEvent)!);
            }
        }

        throw new EndOfStreamException("The event stream ended.");
    }
}
