using MeetingCloud.Storage.Origins.Health;
using MeetingCloud.Storage.WebDav;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Storage.Origins.Health;

/// <summary>Somebody has mended a server, and says so.</summary>
public sealed class ProbeNowTests
{
    private static readonly WebDavException s_failure = new(WebDavFailure.Throttled, "said so") { RetryAfter = TimeSpan.FromMinutes(10) };

    private readonly ManualTimeProvider _clock = new();
    private readonly OriginHealth _health;

    public ProbeNowTests()
    {
        _health = new OriginHealth(_clock, new Random(1), () => true, _ => { });
        _health.Failed(s_failure);
    }

    [Fact]
    public void Probe_IsDueAtOnce_WhenItIsAskedFor()
    {
        Assert.False(_health.TryBeginProbe());

        _health.ProbeNow();

        Assert.True(_health.TryBeginProbe());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Probe_IsMadeOnceMore_AndThenAPauseBegins_WhenItIsAskedForWhileOneThatFailsIsUnderWay(bool isTold)
    {
        BeginProbe();
        _health.ProbeNow();
        Assert.False(_health.TryBeginProbe());
        // A request that was under way as well.
        _health.Failed(new WebDavException(WebDavFailure.Throttled, "said so") { RetryAfter = TimeSpan.FromMinutes(30) });
        FailProbe(isTold);

        Assert.Equal(TimeSpan.Zero, _health.UntilProbe);
        Assert.True(_health.TryBeginProbe());
        FailProbe(isTold);

        Assert.True(_health.UntilProbe > TimeSpan.FromSeconds(1));
        Assert.False(_health.TryBeginProbe());
    }

    [Fact]
    public void Probe_IsNotMadeOnceMore_WhenTheOneUnderWayFindsTheServerWell()
    {
        BeginProbe();
        _health.ProbeNow();
        _health.EndProbe(isWell: true);

        _health.Failed(s_failure);

        Assert.False(_health.TryBeginProbe());
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.True(_health.TryBeginProbe());
        FailProbe(isTold: false);
        Assert.True(_health.UntilProbe > TimeSpan.FromSeconds(1));
    }

    private void BeginProbe()
    {
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.True(_health.TryBeginProbe());
    }

    private void FailProbe(bool isTold)
    {
        if (isTold)
        {
            _health.Failed(s_failure, isProbe: true);
        }
        else
        {
            _health.EndProbe(isWell: false);
        }
    }
}
