using System.Net;
using MeetingCloud.Api.Nodes;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.Cluster;

/// <summary>What attendees and nodes notice when parts of the system go away and come back.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await TestCluster.StartAsync(nodes: 2);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Downloads_GoOn_WhileRedisIsAway_AndNodesAreBackWithIt()
    {
        var meeting = await PublishAsync(1_000_000);
        await _cluster.Redis.StopAsync();
        using var running = await DownloadAsync(meeting.Id);
        Assert.Equal(HttpStatusCode.OK, running.StatusCode);

        // Published and replicated without Redis, too.
        await _cluster.Admin.UploadAsync(meeting.Id, "more.txt", [1, 2]);
        await _cluster.WaitUntilReadyAsync(meeting.Id, 2);
        await Eventually.BecomesTrueAsync(
            async () => (await _cluster.Attendee.GetStringAsync("/health")).Contains("degraded", StringComparison.Ordinal),
            TestCluster.Patience,
            "/health says that Redis is away");

        await _cluster.Redis.StartAsync();
        await Eventually.BecomesTrueAsync(
            async () => !(await _cluster.Attendee.GetStringAsync("/health")).Contains("degraded", StringComparison.Ordinal),
            TestCluster.Patience,
            "/health says that Redis is back");

        // It had come back empty, and is told by the control plane's instances.
        await Eventually.BecomesTrueAsync(
            async () => (await _cluster.Api.Services.GetRequiredService<RedisNodeStore>().LoadAsync()).Count == 2, TestCluster.Patience, "Redis knows both");

        // A control plane that starts now knows the nodes from Redis alone: they are dead, and do not register.
        foreach (var node in _cluster.Nodes)
        {
            await node.CrashAsync();
        }

        await _cluster.Api.CrashAsync();
        await _cluster.Api.StartAsync();
        await Eventually.BecomesTrueAsync(
            async () => (await _cluster.ListNodesAsync()).Count == 2, TestCluster.Patience, "both are known again");
    }

    [Fact]
    public async Task Nodes_ServeSignedLinks_WhileTheControlPlaneIsAway_AndNeedNoRestart()
    {
        var meeting = await PublishAsync(1_000_000);
        using var redirect = await _cluster.Attendee.GetAsync(Routes.Package(meeting.Id));
        await _cluster.Api.CrashAsync();
        using (var response = await _cluster.Attendee.GetAsync(redirect.Headers.Location))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        await _cluster.Api.StartAsync();
        var now = await _cluster.WaitUntilReadyAsync(meeting.Id, 2);
        Assert.Equal(["recording.mp4"], now.Files.Select(f => f.Path));
        await _cluster.Admin.UploadAsync(meeting.Id, "more.txt", [1, 2]);
        await _cluster.WaitUntilReadyAsync(meeting.Id, 2);
    }

    [Fact]
    public async Task Node_ServesWhatItHolds_WhenItRestartsWithoutTheControlPlane()
    {
        var meeting = await PublishAsync(500_000);
        using var redirect = await _cluster.Attendee.GetAsync(Routes.Package(meeting.Id));
        var node = _cluster.Nodes.Single(n => redirect.Headers.Location!.OriginalString.StartsWith(n.Url, StringComparison.Ordinal));
        await _cluster.Api.CrashAsync();
        await node.CrashAsync();
        await node.StartAsync();
        using var response = await _cluster.Attendee.GetAsync(redirect.Headers.Location);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True((await response.Content.ReadAsByteArrayAsync()).Length > 500_000);
    }

    [Fact]
    public async Task FlippedByte_IsFoundOnFirstUse_AndNeverServed()
    {
        var bytes = HttpExtensions.Bytes(400_000);
        var meeting = await PublishAsync(bytes.Length);
        var before = await (await DownloadAsync(meeting.Id)).Content.ReadAsByteArrayAsync();
        var node = _cluster.Nodes[0];
        await node.StopAsync();
        var blob = Directory.GetFiles(_cluster.StorageOf(node.Id), HttpExtensions.Sha256(bytes), SearchOption.AllDirectories).Single();
        await using (var file = File.Open(blob, FileMode.Open))
        {
            file.Position = 123_456;
            file.WriteByte((byte)(bytes[123_456] ^ 1));
        }

        await node.StartAsync();
        await _cluster.Nodes[1].StopAsync();
        await _cluster.WaitUntilReadyAsync(meeting.Id, 1);
        using var after = await DownloadAsync(meeting.Id);
        Assert.Equal(HttpExtensions.Sha256(before), HttpExtensions.Sha256(await after.Content.ReadAsByteArrayAsync()));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(blob));
    }

    [Fact]
    public async Task Package_ComesFromTheControlPlane_WhenNoNodeIsReady()
    {
        var meeting = await PublishAsync(300_000);
        using var fromNode = await DownloadAsync(meeting.Id);
        foreach (var node in _cluster.Nodes)
        {
            await node.CrashAsync();
        }

        await _cluster.WaitUntilLostAsync([.. _cluster.Nodes.Select(n => n.Id)]);
        using var own = await _cluster.Attendee.GetAsync(Routes.Package(meeting.Id));
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        Assert.Equal(await fromNode.Content.ReadAsByteArrayAsync(), await own.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task ForgottenNode_RegistersAgain()
    {
        using var forgotten = await _cluster.Admin.DeleteAsync($"{Routes.Nodes}/node-1");
        Assert.Equal(HttpStatusCode.NoContent, forgotten.StatusCode);
        // By its log and not by the list: a node whose heartbeat is due that moment is back before the list can be asked for.
        await Eventually.BecomesTrueAsync(
            async () => (await _cluster.Admin.GetContractAsync<Page<NodeEvent>>(Routes.NodeLog("node-1"))).Items
                .SkipWhile(e => e.Kind != NodeEventKind.Registered).Any(e => e.Kind == NodeEventKind.Forgotten),
            TestCluster.Patience,
            "it has registered after it was forgotten");
        await Eventually.BecomesTrueAsync(
            async () => (await _cluster.ListNodesAsync()).Count(n => n.Status == NodeState.Active) == 2, TestCluster.Patience, "it is back");
    }

    [Fact]
    public async Task DeletedMeeting_LeavesTheNodes()
    {
        var bytes = HttpExtensions.Bytes(200_000);
        var meeting = await PublishAsync(bytes.Length);
        using var redirect = await _cluster.Attendee.GetAsync(Routes.Package(meeting.Id));
        await _cluster.Admin.DeleteAsync($"{Routes.Meetings}/{meeting.Id}");
        await Eventually.BecomesTrueAsync(
            () => _cluster.Nodes.All(n => Directory.GetFiles(_cluster.StorageOf(n.Id), HttpExtensions.Sha256(bytes), SearchOption.AllDirectories).Length == 0),
            TestCluster.Patience,
            "its blobs are deleted");
        using var gone = await _cluster.Attendee.GetAsync(redirect.Headers.Location);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    private async Task<Meeting> PublishAsync(int size)
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        await _cluster.Admin.UploadAsync(meeting.Id, "recording.mp4", HttpExtensions.Bytes(size));
        return await _cluster.WaitUntilReadyAsync(meeting.Id, 2);
    }

    private async Task<HttpResponseMessage> DownloadAsync(string meetingId)
    {
        using var redirect = await _cluster.Attendee.GetAsync(Routes.Package(meetingId));
        Assert.Equal(HttpStatusCode.TemporaryRedirect, redirect.StatusCode);
        return await _cluster.Attendee.GetAsync(redirect.Headers.Location);
    }
}
