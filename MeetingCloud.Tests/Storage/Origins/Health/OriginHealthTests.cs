using MeetingCloud.Storage.Origins.Health;
using MeetingCloud.Storage.WebDav;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Storage.Origins.Health;

public sealed class OriginHealthTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly List<OriginCondition> _changes = [];
    private bool _mayPauseSoftly = true;

    [Theory]
    [InlineData(WebDavFailure.Unreachable, 1, 2, 60)]
    [InlineData(WebDavFailure.TimedOut, 1, 2, 60)]
    [InlineData(WebDavFailure.ServerError, 3, 2, 60)]
    [InlineData(WebDavFailure.Malformed, 3, 2, 60)]
    [InlineData(WebDavFailure.Truncated, 3, 2, 60)]
    [InlineData(WebDavFailure.Throttled, 1, 30, 600)]
    [InlineData(WebDavFailure.Credentials, 1, 60, 1800)]
    [InlineData(WebDavFailure.Full, 1, 60, 1800)]
    public void Server_IsOut_AfterSoManyFailuresInARow_AndLongerWithEachProbeThatFails(
        WebDavFailure failure, int threshold, int first, int longest)
    {
        var health = NewHealth();
        for (var i = 1; i < threshold; i++)
        {
            Fail(health, failure);
            Assert.Equal(OriginState.Healthy, health.Condition.State);
        }

        Fail(health, failure);
        Assert.Equal(failure == WebDavFailure.Full ? OriginState.Full : OriginState.Paused, health.Condition.State);
        Assert.Equal((failure, $"said {failure}"), (health.Condition.Failure, health.Condition.Reason));
        var since = health.Condition.Since;
        for (double pause = first, probes = 0; probes < 15; pause = Math.Min(longest, pause * 2), probes++)
        {
            // A tenth to either side, so that processes do not probe at one moment.
            var told = (health.Condition.RetryAt!.Value - _clock.GetUtcNow()).TotalSeconds;
            Assert.InRange(told, pause * 0.9, pause * 1.1);
            Assert.False(health.TryBeginProbe());
            _clock.Advance(health.Condition.RetryAt!.Value - _clock.GetUtcNow());
            Assert.True(health.TryBeginProbe());
            health.EndProbe(isWell: false);
        }

        Assert.Equal(since, health.Condition.Since);
    }

    [Theory]
    [InlineData(WebDavFailure.NotFound)]
    [InlineData(WebDavFailure.Conflict)]
    [InlineData(WebDavFailure.Locked)]
    [InlineData(WebDavFailure.Refused)]
    [InlineData(WebDavFailure.TooLarge)]
    public void Failure_ThatSaysNothingOfTheServer_NeverPausesIt(WebDavFailure failure)
    {
        var health = NewHealth();
        for (var i = 0; i < 50; i++)
        {
            Fail(health, failure);
        }

        Assert.Equal(OriginState.Healthy, health.Condition.State);
        Assert.Empty(_changes);
    }

    [Fact]
    public void Failure_ConcernsTheServer_WhereItPausesIt()
    {
        Assert.All(
            Enum.GetValues<WebDavFailure>(), failure => Assert.Equal(PauseRule.For(failure) is not null, Failure(failure).ConcernsServer));
    }

    [Fact]
    public void Streak_EndsWithASuccess_AndWithAFailureOfAnotherKind()
    {
        var health = NewHealth();
        for (var i = 0; i < 5; i++)
        {
            Fail(health, WebDavFailure.ServerError);
            Fail(health, WebDavFailure.ServerError);
            health.Succeeded();
            Fail(health, WebDavFailure.Truncated);
            Fail(health, WebDavFailure.Truncated);
        }

        Assert.True(health.IsUsable);
    }

    [Theory]
    [InlineData(7, 7)]
    [InlineData(0, 1)]
    [InlineData(86_400, 3600)]
    public void RetryAfter_IsHonoured_FromASecondUpToAnHour(int told, int pause)
    {
        var health = NewHealth();

        Fail(health, WebDavFailure.Throttled, TimeSpan.FromSeconds(told));

        Assert.Equal(TimeSpan.FromSeconds(pause), health.Condition.RetryAt - _clock.GetUtcNow());
    }

    [Fact]
    public void Pauses_GrowUpToTheRulesFirst_WhenNoneIsAskedForAgainAndAgain()
    {
        var health = NewHealth();
        Fail(health, WebDavFailure.Throttled, TimeSpan.Zero);
        var pauses = new List<double>();
        for (var probes = 0; probes < 7; probes++)
        {
            var pause = health.Condition.RetryAt!.Value - _clock.GetUtcNow();
            pauses.Add(pause.TotalSeconds);
            _clock.Advance(pause);
            Assert.True(health.TryBeginProbe());
            health.Failed(Failure(WebDavFailure.Throttled, TimeSpan.Zero), isProbe: true);
        }

        Assert.Equal([1, 2, 4, 8, 16, 30, 30], pauses);
    }

    [Fact]
    public void Pause_IsNotLonger_ForManyRequestsThatWereUnderWayWhenItBegan()
    {
        var health = NewHealth();
        for (var i = 0; i < 20; i++)
        {
            Fail(health, WebDavFailure.Throttled, TimeSpan.FromSeconds(1));
            _clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.Equal(TimeSpan.FromSeconds(0.8), health.Condition.RetryAt - _clock.GetUtcNow());
    }

    [Fact]
    public void LateFailures_SayNothingNew_ExceptALongerRetryAfter()
    {
        var health = NewHealth();
        Fail(health, WebDavFailure.Throttled, TimeSpan.FromSeconds(60));
        var first = health.Condition;

        Fail(health, WebDavFailure.Throttled, TimeSpan.FromSeconds(30));
        Fail(health, WebDavFailure.Unreachable);
        Fail(health, WebDavFailure.Throttled);
        Assert.Equal(first, health.Condition);

        Fail(health, WebDavFailure.Throttled, TimeSpan.FromSeconds(90));
        Assert.Equal(TimeSpan.FromSeconds(90), health.Condition.RetryAt - _clock.GetUtcNow());
        Assert.Equal(first.Since, health.Condition.Since);
    }

    [Fact]
    public void RetryAfterBeyondTheCap_IsNoNewsEachTime()
    {
        var health = NewHealth();
        Fail(health, WebDavFailure.Throttled, TimeSpan.FromDays(1));
        Fail(health, WebDavFailure.Throttled, TimeSpan.FromDays(1));
        Fail(health, WebDavFailure.Throttled, TimeSpan.FromDays(1));

        Assert.Single(_changes);
    }

    [Fact]
    public void Probe_IsOnlyOne_AndEndsThePause_WhenTheServerIsWell()
    {
        var health = NewHealth();
        Fail(health, WebDavFailure.Unreachable);
        _clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal([true, false, false], [health.TryBeginProbe(), health.TryBeginProbe(), health.TryBeginProbe()]);
        Assert.False(health.IsUsable);
        health.EndProbe(isWell: true);

        Assert.True(health.IsUsable && health.TakesFiles);
        Assert.False(health.TryBeginProbe());
        Assert.Equal([OriginState.Paused, OriginState.Healthy], _changes.Select(change => change.State));
    }

    [Fact]
    public void Probe_ThatFails_PausesForWhatItFoundAtOnce_AndLetsTheNextOneBegin()
    {
        var health = NewHealth();
        Fail(health, WebDavFailure.Unreachable);
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.True(health.TryBeginProbe());

        health.Failed(Failure(WebDavFailure.ServerError), isProbe: true);

        Assert.Equal((OriginState.Paused, WebDavFailure.ServerError), (health.Condition.State, health.Condition.Failure));
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.True(health.TryBeginProbe());
    }

    [Fact]
    public void Pause_IsShortAgain_WhenTheServerWasWellInBetween()
    {
        var health = NewHealth();
        Fail(health, WebDavFailure.Unreachable);
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.True(health.TryBeginProbe());
        health.EndProbe(isWell: true);

        Fail(health, WebDavFailure.Unreachable);

        Assert.InRange((health.Condition.RetryAt - _clock.GetUtcNow())!.Value.TotalSeconds, 1.8, 2.2);
    }

    [Fact]
    public void Pause_IsNoLonger_WhenTheClockIsSetBack()
    {
        var health = NewHealth();
        Fail(health, WebDavFailure.Throttled, TimeSpan.FromSeconds(30));

        _clock.SetBack(TimeSpan.FromHours(1));

        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(health.TryBeginProbe());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(health.TryBeginProbe());
    }

    [Fact]
    public void Success_WhilePaused_DoesNotEndThePause()
    {
        var health = NewHealth();
        Fail(health, WebDavFailure.Throttled);

        health.Succeeded();
        health.Succeeded(stored: true);

        Assert.Equal(OriginState.Paused, health.Condition.State);
    }

    [Fact]
    public void SoftFailures_PauseNobody_WhileHalfAreOut_ButHardOnesDo()
    {
        _mayPauseSoftly = false;
        var health = NewHealth();
        for (var i = 0; i < 10; i++)
        {
            Fail(health, WebDavFailure.ServerError);
        }

        Assert.True(health.IsUsable);
        _mayPauseSoftly = true;
        Fail(health, WebDavFailure.ServerError);
        Assert.False(health.IsUsable);

        _mayPauseSoftly = false;
        var other = NewHealth();
        Fail(other, WebDavFailure.Throttled);
        Assert.False(other.IsUsable);
    }

    [Fact]
    public void FullServer_IsReadAndTakesNothing_UntilSomethingWasStored()
    {
        var health = NewHealth();
        Fail(health, WebDavFailure.Full);
        Assert.Equal((true, false), (health.IsUsable, health.TakesFiles));

        health.Succeeded();
        Assert.Equal(OriginState.Full, health.Condition.State);
        health.Succeeded(stored: true);

        Assert.True(health.TakesFiles);
    }

    [Fact]
    public void FullServer_IsPaused_WhenItFailsOtherwise()
    {
        var health = NewHealth();
        Fail(health, WebDavFailure.Full);
        Fail(health, WebDavFailure.Unreachable);

        Assert.Equal((OriginState.Paused, WebDavFailure.Unreachable), (health.Condition.State, health.Condition.Failure));
    }

    [Fact]
    public void SlowServer_TakesFiles_AndIsHealthyAgain_WhenItIsNot()
    {
        var health = NewHealth();
        health.SetSlow(true);
        health.SetSlow(true);
        Assert.Equal((OriginState.Slow, true, true), (health.Condition.State, health.TakesFiles, health.IsUsable));
        health.SetSlow(false);

        Assert.Equal([OriginState.Slow, OriginState.Healthy], _changes.Select(change => change.State));
        Fail(health, WebDavFailure.Unreachable);
        health.SetSlow(true);
        Assert.Equal(OriginState.Paused, health.Condition.State);
    }

    private static WebDavException Failure(WebDavFailure failure, TimeSpan? retryAfter = null) =>
        new(failure, $"said {failure}") { RetryAfter = retryAfter };

    private static void Fail(OriginHealth health, WebDavFailure failure, TimeSpan? retryAfter = null) => health.Failed(Failure(failure, retryAfter));

    private OriginHealth NewHealth() => new(_clock, new Random(1), () => _mayPauseSoftly, _changes.Add);
}
