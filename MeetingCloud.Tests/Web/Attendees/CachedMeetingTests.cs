using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support;
using MeetingCloud.Web.Attendees;
using Microsoft.Extensions.Logging.Abstractions;

namespace MeetingCloud.Tests.Web.Attendees;

public sealed class CachedMeetingTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly FakeMeetings _meetings;
    private readonly CachedMeeting _cached;

    public CachedMeetingTests()
    {
        _meetings = new FakeMeetings(_clock);
        _meetings.Add("m1");
        _cached = new CachedMeeting("m1", _meetings.GetAsync, _clock, NullLogger<AttendeeMeetings>.Instance);
    }

    [Fact]
    public async Task Crowd_SharesOneRequest_WhileItIsUnderWay()
    {
        var gate = new TaskCompletionSource();
        _meetings.Gate = gate.Task;
        var crowd = Enumerable.Range(0, 100).Select(_ => _cached.GetAsync(CancellationToken.None)).ToList();
        gate.SetResult();
        Assert.All(await Task.WhenAll(crowd), copy => Assert.Equal("m1", copy.Data!.Id));
        Assert.Equal(1, _meetings.Calls);
    }

    [Fact]
    public async Task Copy_IsShown_WhenANewOneTakesLong()
    {
        var first = await _cached.GetAsync(CancellationToken.None);
        var gate = new TaskCompletionSource();
        _meetings.Gate = gate.Task;
        _clock.Advance(CachedMeeting.Fresh);

        var waiting = _cached.GetAsync(CancellationToken.None);
        await _clock.WhenArmedAsync();
        Assert.False(waiting.IsCompleted);
        _clock.Advance(CachedMeeting.Patience);
        Assert.Same(first.Data, (await waiting).Data);

        _meetings.Add("m1", MeetingStatus.Closed);
        gate.SetResult();
        await Eventually.BecomesTrueAsync(
            async () => (await _cached.GetAsync(CancellationToken.None)).Data!.Status == MeetingStatus.Closed, TimeSpan.FromSeconds(30), "the new copy came");
        Assert.Equal(2, _meetings.Calls);
    }

    [Fact]
    public async Task Meeting_ThatIsGone_IsGoneAtOnce()
    {
        await _cached.GetAsync(CancellationToken.None);
        _meetings.Meetings.Clear();
        _clock.Advance(CachedMeeting.Fresh);
        var copy = await _cached.GetAsync(CancellationToken.None);
        Assert.True(copy.IsKnown);
        Assert.Null(copy.Data);
    }
}
