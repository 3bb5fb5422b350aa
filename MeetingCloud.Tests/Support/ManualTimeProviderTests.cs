namespace MeetingCloud.Tests.Support;

public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Delay_EndsAtItsTime_NotBefore()
    {
        var delay = Task.Delay(TimeSpan.FromSeconds(10), _clock);

        _clock.Advance(TimeSpan.FromSeconds(9.999));
        Assert.False(delay.IsCompleted);

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await delay;
        Assert.Equal(0, _clock.ArmedTimers);
    }

    [Fact]
    public async Task PeriodicTimer_TicksOncePerPeriod()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5), _clock);
        for (var i = 0; i < 3; i++)
        {
            var tick = timer.WaitForNextTickAsync().AsTask();
            Assert.False(tick.IsCompleted);
            _clock.Advance(TimeSpan.FromSeconds(5));
            Assert.True(await tick);
        }
    }

    [Fact]
    public void Timers_FireInOrderAndAtTheirOwnTime_WhenTimeJumps()
    {
        var start = _clock.GetUtcNow();
        var fired = new List<(string Name, double Seconds)>();
        void Note(object? name) => fired.Add(((string)name!, (_clock.GetUtcNow() - start).TotalSeconds));

        using var late = _clock.CreateTimer(Note, "late", TimeSpan.FromSeconds(7), Timeout.InfiniteTimeSpan);
        using var often = _clock.CreateTimer(Note, "often", TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3));
        using var stopped = _clock.CreateTimer(Note, "stopped", TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        stopped.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal([("often", 3), ("often", 6), ("late", 7), ("often", 9)], fired);
        Assert.Equal(start.AddSeconds(10), _clock.GetUtcNow());
    }

    [Fact]
    public void CancellationByTime_FollowsTheClock()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromMinutes(1), _clock);

        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(source.IsCancellationRequested);

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(source.IsCancellationRequested);
    }

    [Fact]
    public async Task WhenArmed_CompletesOnceSomeoneWaits()
    {
        var armed = _clock.WhenArmedAsync(2);
        using var first = _clock.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        Assert.False(armed.IsCompleted);

        using var second = _clock.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        await armed;
    }
}
