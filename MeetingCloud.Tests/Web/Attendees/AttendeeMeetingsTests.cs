using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support;
using MeetingCloud.Web.Attendees;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace MeetingCloud.Tests.Web.Attendees;

/// <summary>What the crowd costs that asks for meetings which are none.</summary>
public sealed class AttendeeMeetingsTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly FakeMeetings _api;
    private readonly ServiceProvider _services;
    private readonly AttendeeMeetings _meetings;

    public AttendeeMeetingsTests()
    {
        _api = new FakeMeetings(_clock);
        _services = new ServiceCollection().AddSingleton<IMeetingDataClient>(_api).BuildServiceProvider();
        _meetings = new AttendeeMeetings(_services.GetRequiredService<IServiceScopeFactory>(), _clock, NullLogger<AttendeeMeetings>.Instance);
    }

    public void Dispose()
    {
        _meetings.Dispose();
        _services.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Id_IsAskedForAtMostOnceInTwoSeconds_WhereThereIsNothing(bool isAway)
    {
        _api.IsAway = isAway;
        for (var i = 0; i < 3; i++)
        {
            Assert.Null((await _meetings.GetAsync("none", CancellationToken.None)).Data);
        }

        Assert.Equal(1, _api.Calls);

        _clock.Advance(CachedMeeting.Fresh);
        await _meetings.GetAsync("none", CancellationToken.None);
        Assert.Equal(2, _api.Calls);
    }

    [Fact]
    public async Task Meeting_DoesNotWaitForLong_BehindIdsThatAreMadeUp()
    {
        _api.Add("m1");
        var answer = new TaskCompletionSource();
        _api.Gate = answer.Task;
        var madeUp = Enumerable.Range(0, 16).Select(i => _meetings.GetAsync($"made-up-{i}", CancellationToken.None)).ToList();
        await Eventually.BecomesTrueAsync(() => Task.FromResult(_api.Calls == 16), TestCluster.Patience, "all that may be asked at a time is");

        var meeting = _meetings.GetAsync("m1", CancellationToken.None);
        await _clock.WhenArmedAsync();
        _clock.Advance(AttendeeMeetings.Turn);
        Assert.False((await meeting).IsKnown);

        answer.SetResult();
        await Task.WhenAll(madeUp);
        _clock.Advance(CachedMeeting.Fresh);
        Assert.Equal("m1", (await _meetings.GetAsync("m1", CancellationToken.None)).Data?.Id);
    }
}
