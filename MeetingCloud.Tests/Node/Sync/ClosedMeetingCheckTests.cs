using MeetingCloud.Node.Sync;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Node.Sync;

public sealed class ClosedMeetingCheckTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly ClosedMeetingCheck _check;

    public ClosedMeetingCheckTests() => _check = new ClosedMeetingCheck(_time);

    [Fact]
    public void EachPollAsks_WhileNoEventStreamIsUp()
    {
        Assert.True(_check.TryBegin());
        Assert.True(_check.TryBegin());

        _check.Connected();
        _check.TryBegin();
        _check.Disconnected();
        Assert.True(_check.TryBegin());
        Assert.True(_check.TryBegin());
    }

    [Fact]
    public void OnePollAsks_AfterEachConnectionOfTheEventStream()
    {
        for (var i = 0; i < 2; i++)
        {
            _check.Connected();
            Assert.True(_check.TryBegin());
            Assert.False(_check.TryBegin());
            _check.Disconnected();
        }
    }

    [Fact]
    public void OnePollAsks_EachHour_WhileTheEventStreamIsUp()
    {
        _check.Connected();
        Assert.True(_check.TryBegin());

        for (var i = 0; i < 2; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(59));
            Assert.False(_check.TryBegin());
            _time.Advance(TimeSpan.FromMinutes(1));
            Assert.True(_check.TryBegin());
            Assert.False(_check.TryBegin());
        }
    }
}
