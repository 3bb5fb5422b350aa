using MeetingCloud.Api.Monitoring.Metrics;
using MeetingCloud.Api.Nodes;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Observability.Meters;

public sealed class ReadinessTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly NodeRegistry _registry;
    private readonly Readiness _readiness;

    public ReadinessTests()
    {
        var options = new NodeOptions(TimeSpan.FromSeconds(60), "score", TimeSpan.FromHours(6));
        _registry = new NodeRegistry(options, _clock);
        _readiness = new Readiness(_registry, _clock);
    }

    [Fact]
    public void Meetings_AreCountedByTheNodesThatHoldTheirCurrentVersion()
    {
        Hold("node-1", ("a", 1), ("b", 1), ("c", 1));
        Hold("node-2", ("a", 1), ("b", 2), ("c", 1));
        Assert.Equal(new ReadinessSample(None: 1, Some: 1, All: 1, TimeSpan.Zero), Look(("a", 1), ("b", 2), ("c", 3)));
    }

    [Fact]
    public void Meetings_AreOnNoNode_AndNothingLags_WhenNoNodeIsActive()
    {
        Hold("node-1", ("a", 1));
        _registry.Drain("node-1", drained: true);
        Look(("a", 1));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(new ReadinessSample(1, 0, 0, TimeSpan.Zero), Look(("a", 1)));
    }

    [Fact]
    public void Lag_IsTheLongestWait_AndEndsWhenTheLastNodeIsReady()
    {
        Hold("node-1", ("a", 1), ("b", 1));
        Hold("node-2", ("a", 1));
        Look(("a", 1), ("b", 1));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Look(("a", 2), ("b", 1));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(20), Look(("a", 2), ("b", 1)).Lag);
        Hold("node-2", ("a", 1), ("b", 1));
        Assert.Equal(TimeSpan.FromSeconds(10), Look(("a", 2), ("b", 1)).Lag);
        Hold("node-1", ("a", 2), ("b", 1));
        Hold("node-2", ("a", 2), ("b", 1));
        Assert.Equal(TimeSpan.Zero, Look(("a", 2), ("b", 1)).Lag);
    }

    [Fact]
    public void Lag_GoesOn_WhenAMeetingChangesFasterThanNodesFollow()
    {
        Hold("node-1", ("a", 1));
        for (var version = 2; version < 6; version++)
        {
            Look(("a", version));
            _clock.Advance(TimeSpan.FromSeconds(10));
            Hold("node-1", ("a", version - 1));
        }

        Assert.Equal(TimeSpan.FromSeconds(40), Look(("a", 6)).Lag);
    }

    [Fact]
    public void Lag_Forgets_WhenTheMeetingIsClosed()
    {
        Hold("node-1");
        Look(("a", 1));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.Zero, Look().Lag);
        Assert.Equal(TimeSpan.Zero, Look(("a", 1)).Lag);
    }

    private ReadinessSample Look(params (string Id, long Version)[] meetings) =>
        _readiness.Look([.. meetings.Select(m => new ActiveVersion(m.Id, m.Version))]);

    private void Hold(string node, params (string Id, long Version)[] meetings)
    {
        if (_registry.Find(node) is null)
        {
            _registry.Register(new RegisterNodeRequest(node, "127.0.0.1", 8001));
        }

        _registry.Heartbeat(node, new HeartbeatRequest(1, Meetings: [.. meetings.Select(m => new HeldMeeting(m.Id, m.Version))]));
    }
}
