using MeetingCloud.Api.Monitoring.Metrics;
using MeetingCloud.Api.Nodes;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Observability.Meters;

public sealed class NodeMetricsTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly MeterReading _meters = new();
    private readonly NodeRegistry _registry;
    private readonly NodeMetrics _metrics;

    public NodeMetricsTests()
    {
        var options = new NodeOptions(TimeSpan.FromSeconds(60), "score", TimeSpan.FromHours(6));
        _registry = new NodeRegistry(options, _clock);
        _metrics = new NodeMetrics(_meters.Factory, _registry);
        _registry.Register(new RegisterNodeRequest("node-1", "127.0.0.1", 8001, StorageCapacity: 1000, StorageUsed: 10));
        _registry.Register(new RegisterNodeRequest("node-2", "127.0.0.1", 8002, StorageCapacity: 2000, StorageUsed: 20));
    }

    public void Dispose() => _meters.Dispose();

    [Fact]
    public void Nodes_AreCountedByState_AlsoTheStatesThatNoneIsIn()
    {
        Assert.NotNull(_metrics);
        Assert.Equal(["active 2", "maintenance 0", "lost 0"], Counts());
        _registry.Drain("node-1", drained: true);
        Assert.Equal(["active 1", "maintenance 1", "lost 0"], Counts());
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(["active 0", "maintenance 0", "lost 2"], Counts());
    }

    [Fact]
    public void Node_IsNamed_WhenItIsLost()
    {
        _clock.Advance(TimeSpan.FromSeconds(40));
        _registry.Heartbeat("node-2", new HeartbeatRequest(0.25));
        _clock.Advance(TimeSpan.FromSeconds(30));
        var points = _meters.Read();
        Assert.Equal(
            ["meetingcloud.node.id=node-1 meetingcloud.node.state=lost", "meetingcloud.node.id=node-2 meetingcloud.node.state=active"],
            points.Where(p => p is { Name: "meetingcloud.node.status", Value: 1 }).Select(p => p.Tags).Order(StringComparer.Ordinal));
        Assert.Equal(6, points.Count(p => p.Name == "meetingcloud.node.status"));
        Assert.Contains(new MeterPoint("meetingcloud.node.heartbeat.age", "s", 70, "meetingcloud.node.id=node-1"), points);
        Assert.Contains(new MeterPoint("meetingcloud.node.heartbeat.age", "s", 30, "meetingcloud.node.id=node-2"), points);
        // What a lost node last said of itself is no news.
        Assert.Equal(
            new MeterPoint("meetingcloud.node.health", "1", 0.25, "meetingcloud.node.id=node-2"),
            Assert.Single(points, p => p.Name == "meetingcloud.node.health"));
        Assert.Equal(
            [("meetingcloud.node.storage.limit", "By", 2000), ("meetingcloud.node.storage.used", "By", 20)],
            points.Where(p => p.Name.Contains("storage", StringComparison.Ordinal)).Select(p => (p.Name, p.Unit!, p.Value)).Order());
    }

    private IEnumerable<string> Counts() => _meters.Read().Where(p => p.Name == "meetingcloud.nodes")
        .Select(p => $"{p.Tags["meetingcloud.node.state=".Length..]} {p.Value}");
}
