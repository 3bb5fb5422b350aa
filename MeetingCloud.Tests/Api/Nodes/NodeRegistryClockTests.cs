using MeetingCloud.Api.Nodes;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Api.Nodes;

/// <summary>Two instances, the clock of one a little ahead, as clocks are. The node has registered with that one.</summary>
public sealed class NodeRegistryClockTests
{
    private static readonly NodeOptions s_options = new(TimeSpan.FromSeconds(60), "score", TimeSpan.FromHours(6));
    private static readonly DateTimeOffset s_now = new DateTimeOffset(2026, 5, 1, 9, 0, 0, TimeSpan.Zero).AddTicks(1_234);

    private readonly NodeRegistry _ahead = new(s_options, new ManualTimeProvider(s_now + TimeSpan.FromSeconds(0.4)));
    private readonly NodeRegistry _behind = new(s_options, new ManualTimeProvider(s_now));

    public NodeRegistryClockTests() =>
        _behind.Merge(_ahead.Register(new RegisterNodeRequest("node-1", "127.0.0.1", 8001)), age: TimeSpan.Zero);

    [Fact]
    public void Heartbeat_CountsEverywhere_WhoeverHeardIt()
    {
        var heard = _behind.Heartbeat("node-1", new HeartbeatRequest(1, StorageUsed: 7))!;

        Assert.True(_ahead.Merge(heard, age: TimeSpan.Zero));
        Assert.Equal(7, _ahead.Find("node-1")!.StorageUsed);
    }

    [Fact]
    public void Registration_CountsEverywhere_WhoeverHeardIt()
    {
        var moved = _behind.Register(new RegisterNodeRequest("node-1", "127.0.0.1", 8002));

        Assert.True(_ahead.Merge(moved, age: TimeSpan.Zero));
        Assert.Equal(8002, _ahead.Find("node-1")!.Port);
    }

    [Fact]
    public void LastDecision_CountsEverywhere_WhoeverWasAsked()
    {
        _behind.Merge(_ahead.Drain("node-1", drained: true)!, age: TimeSpan.Zero);
        var resumed = _behind.Drain("node-1", drained: false)!;

        Assert.True(_ahead.Merge(resumed, age: TimeSpan.Zero));
        Assert.False(_ahead.Find("node-1")!.Drained);
    }

    [Fact]
    public void Node_IsForgottenEverywhere_AndKnownOnceItRegistersAgain()
    {
        Assert.True(_behind.Forget("node-1"));
        var at = AsRedisHasIt(_behind.ForgottenAt("node-1"));
        _ahead.Forget("node-1", at);
        Assert.Null(_ahead.Find("node-1"));

        var again = _behind.Register(new RegisterNodeRequest("node-1", "127.0.0.1", 8001));

        Assert.False(_ahead.IsForgotten(again));
        // As it reads what was forgotten of late, again and again.
        _behind.Forget("node-1", at);
        Assert.NotNull(_behind.Find("node-1"));
    }

    private static DateTimeOffset AsRedisHasIt(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
}
