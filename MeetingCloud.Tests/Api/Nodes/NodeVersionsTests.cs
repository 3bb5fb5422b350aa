using MeetingCloud.Api.Nodes;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Api.Nodes;

/// <summary>A newer version of the control plane has written a node's record, while a rolling update runs.</summary>
public sealed class NodeVersionsTests
{
    [Fact]
    public async Task Record_KeepsWhatANewerVersionHasWritten_WhenThisOneWritesIt()
    {
        var options = new NodeOptions(TimeSpan.FromSeconds(60), "score", TimeSpan.FromHours(6));
        var clock = new ManualTimeProvider();
        await using var redis = await RedisServer.StartNewAsync();
        using var connection = await RedisClient.ConnectAsync(redis);
        await connection.GetDatabase().HashSetAsync(
            "nodes",
            "node-1",
            """{"id":"node-1","ip":"127.0.0.1","port":8001,"storage_capacity":0,"storage_used":0,"last_heartbeat":"2026-05-01T08:59:00+00:00","rack":{"row":7}}""");
        var store = new RedisNodeStore(connection, options, clock);
        var registry = new NodeRegistry(options, clock);

        registry.Merge((await store.LoadAsync("node-1"))!.Value.Record, age: TimeSpan.Zero);
        registry.Register(new RegisterNodeRequest("node-1", "127.0.0.1", 8002));
        await store.SaveAsync(registry.Heartbeat("node-1", new HeartbeatRequest(1, StorageUsed: 5))!, TimeSpan.Zero);

        var written = (await connection.GetDatabase().HashGetAsync("nodes", "node-1")).ToString();
        Assert.Contains("""
            "rack":{"row":7}
            """, written, StringComparison.Ordinal);
        Assert.Contains("\"port\":8002", written, StringComparison.Ordinal);
        Assert.Contains("\"storage_used\":5", written, StringComparison.Ordinal);
    }
}
