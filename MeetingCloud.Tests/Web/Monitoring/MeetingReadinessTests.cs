using MeetingCloud.Contracts;
using MeetingCloud.Web.Monitoring;

namespace MeetingCloud.Tests.Web.Monitoring;

public sealed class MeetingReadinessTests
{
    [Fact]
    public void Meeting_IsReadyOnTheActiveNodesThatHoldItsCurrentVersion()
    {
        var snapshot = new ClusterSnapshot(
            Samples.Now,
            [
                Samples.Node("node-5", NodeState.Lost, new HeldMeeting("m", 7)),
                Samples.Node("node-4", NodeState.Maintenance, new HeldMeeting("m", 7)),
                Samples.Node("node-3"),
                Samples.Node("node-2", NodeState.Active, new HeldMeeting("m", 6)),
                Samples.Node("node-1", NodeState.Active, new HeldMeeting("m", 7)),
            ],
            [Samples.Meeting("m", version: 7)]);

        var meeting = Assert.Single(snapshot.Readiness);

        Assert.Equal(1, meeting.Ready);
        Assert.Equal(3, meeting.Expected);
        Assert.False(meeting.IsReadyEverywhere);
        Assert.Equal(
            [
                new NodeHolding("node-1", HoldingState.Ready, 7),
                new NodeHolding("node-2", HoldingState.Outdated, 6),
                new NodeHolding("node-3", HoldingState.Absent, null),
                new NodeHolding("node-4", HoldingState.Draining, 7),
                new NodeHolding("node-5", HoldingState.Lost, 7),
            ],
            meeting.Holdings);
    }

    [Fact]
    public void Meeting_IsReadyNowhere_WhenNoNodeIsActive()
    {
        var snapshot = new ClusterSnapshot(
            Samples.Now, [Samples.Node("node-1", NodeState.Lost, new HeldMeeting("m", 7))], [Samples.Meeting("m", version: 7)]);

        Assert.False(Assert.Single(snapshot.Readiness).IsReadyEverywhere);
    }
}
