using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Node.Support;
using MeetingCloud.Tests.Storage.Support;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Node.Registration;

public sealed class NodeRegistrationTests
{
    [Fact]
    public async Task Node_RegistersAgain_WhenTheControlPlaneHasForgottenIt()
    {
        await using var plane = await FakeControlPlane.StartAsync();
        await using var node = await TestNode.StartAsync(plane);
        await Eventually.BecomesTrueAsync(() => plane.Registrations == 1, TestCluster.Patience, "registered");
        plane.ForgetNodes();
        await Eventually.BecomesTrueAsync(() => plane.Registrations == 2, TestCluster.Patience, "registered again");
        plane.Publish("m1", 1, ("a", [1]));
        await node.HoldsAsync("m1", 1);
    }

    [Fact]
    public async Task Node_ComesBack_WhenTheControlPlaneDoes()
    {
        await using var plane = await FakeControlPlane.StartAsync();
        await using var node = await TestNode.StartAsync(plane);
        plane.Publish("m1", 1, ("a", [1]));
        await node.HoldsAsync("m1", 1);

        await plane.StopAsync();
        plane.ForgetNodes();
        plane.Heartbeats.Clear();
        plane.Publish("m1", 2, ("a", [2]));
        await plane.ListenAsync();

        await node.HoldsAsync("m1", 2);
    }

    [Fact]
    public async Task LastHeartbeat_SaysMaintenance_WhenTheNodeEnds()
    {
        await using var plane = await FakeControlPlane.StartAsync();
        var node = await TestNode.StartAsync(plane);
        // One as it registers, and one as its event stream is up: none is on its way when it ends.
        await Eventually.BecomesTrueAsync(() => plane.Heartbeats.Count >= 2, TestCluster.Patience, "heartbeats");
        Assert.All(plane.Heartbeats, heartbeat => Assert.Equal(NodeState.Active, heartbeat.Status));
        await node.DisposeAsync();
        Assert.Equal(NodeState.Maintenance, plane.Heartbeats.Last().Status);
    }

    [Fact]
    public async Task Id_IsMadeOnce_AndKept_WhereNoneIsSet()
    {
        await using var plane = await FakeControlPlane.StartAsync();
        using var folder = new TemporaryFolder();
        var ids = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            await using var node = await TestNode.StartAsync(plane, folder, ("NODE_ID", ""));
            ids.Add(await File.ReadAllTextAsync(folder.Combine("node-id")));
        }

        Assert.Equal(7, Guid.Parse(ids[0]).Version);
        Assert.Equal(ids[0], ids[1]);
    }

    [Fact]
    public async Task Settings_ThatCannotWork_AreToldAllAtOnce()
    {
        await using var plane = await FakeControlPlane.StartAsync();
        using var folder = new TemporaryFolder();
        var exception = await Assert.ThrowsAsync<InvalidSettingsException>(() => TestNode.StartAsync(
            plane, folder, ("API_KEY", ""), ("NODE_ID", "a b"), ("NODE_IP", "127.1"), ("SYNC_INTERVAL", "soon"), ("STORAGE_QUOTA_BYTES", "0")));
        Assert.All(
            ["API_KEY", "NODE_ID", "NODE_IP", "SYNC_INTERVAL", "STORAGE_QUOTA_BYTES"],
            name => Assert.Contains(name, exception.Message, StringComparison.Ordinal));
    }
}
