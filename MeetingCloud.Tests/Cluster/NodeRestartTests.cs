using System.Net;
using System.Text.Json;
using MeetingCloud.Api.Nodes;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Cluster;

/// <summary>A node that starts anew while an instance does not know of it yet.</summary>
public sealed class NodeRestartTests
{
    [Fact]
    public async Task DrainedNode_StaysDrained_WhenItRegistersBeforeTheInstanceHasReadOfIt()
    {
        await using var cluster = await TestCluster.StartAsync(instances: 1, nodes: 0);
        using var redis = await RedisClient.ConnectAsync(cluster.Redis);
        var hourAgo = TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(1);
        // As another instance wrote it; nothing announces it here.
        var drained = new NodeRecord("n1", "127.0.0.1", 8001, null, 10, 0, hourAgo, Drained: true, DrainedAt: hourAgo);
        await redis.GetDatabase().HashSetAsync("nodes", "n1", JsonSerializer.Serialize(drained, NodeJson.Default.NodeRecord));

        using var registered = await cluster.Node.PostContractAsync(Routes.RegisterNode, new RegisterNodeRequest("n1", "127.0.0.1", 8001));

        Assert.Equal(HttpStatusCode.OK, registered.StatusCode);
        var node = Assert.Single((await cluster.Admin.GetContractAsync<NodeList>(Routes.Nodes)).Nodes);
        Assert.Equal(NodeState.Maintenance, node.Status);
    }
}
