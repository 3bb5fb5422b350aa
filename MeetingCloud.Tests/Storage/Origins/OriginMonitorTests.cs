using MeetingCloud.Storage.Origins;
using MeetingCloud.Storage.Origins.Health;
using MeetingCloud.Storage.WebDav;
using MeetingCloud.Tests.Storage.Origins.Support;

namespace MeetingCloud.Tests.Storage.Origins;

/// <summary>Servers that are out, full or slow, and how they come back.</summary>
public sealed class OriginMonitorTests
{
    [Theory]
    [InlineData("500 Internal Server Error")]
    [InlineData("429 Too Many Requests")]
    [InlineData("401 Unauthorized")]
    public async Task Server_ComesBackByItself_AfterASingleProbe(string status)
    {
        await using var fixture = new PoolFixture(2);
        var blob = new TextBlob(100);
        await fixture.StoreCopiesAsync(blob, 2);
        var (server, origin) = (fixture.Pool.Rank(blob.Hash)[0], fixture.Ranked(blob.Hash)[0]);
        origin.Answer("*", status);
        for (var i = 0; i < 3; i++)
        {
            await fixture.ReadAsync(blob);
        }

        Assert.Equal(OriginState.Paused, server.Health.Condition.State);
        var asked = origin.Requests.Count;
        origin.Fault = null;
        fixture.StartMonitor();
        await fixture.UntilAsync(() => server.Health.IsUsable, "it is back");

        Assert.Equal(["PROPFIND"], origin.Requests.Skip(asked).Select(request => request.Method));
        await fixture.ReadAsync(blob);
        Assert.Equal("GET", origin.Requests[^1].Method);
    }

    [Fact]
    public async Task Probes_ComeLessAndLessOften_WhileTheServerStaysAway()
    {
        await using var fixture = new PoolFixture(1);
        fixture.Origins[0].Answer("*", "401 Unauthorized");
        fixture.StartMonitor();
        var start = fixture.Clock.GetUtcNow();

        await fixture.UntilAsync(() => fixture.Origins[0].Requests.Count == 4, "it was asked four times");

        // At once, and after pauses of one, two and four minutes.
        Assert.InRange(fixture.Clock.GetUtcNow() - start, TimeSpan.FromMinutes(6.3), TimeSpan.FromMinutes(7.8));
    }

    [Fact]
    public async Task IdleServer_IsTakenOut_WhenItTakesRequestsAndAnswersNone()
    {
        await using var fixture = new PoolFixture(2);
        fixture.Origins[0].Hang();
        fixture.StartMonitor();
        var start = fixture.Clock.GetUtcNow();

        await fixture.UntilAsync(() => !fixture.Servers[0].Health.IsUsable, "it is out");

        Assert.Equal(WebDavFailure.TimedOut, fixture.Servers[0].Health.Condition.Failure);
        Assert.InRange(fixture.Clock.GetUtcNow() - start, TimeSpan.FromSeconds(19), TimeSpan.FromSeconds(25));
        Assert.True(fixture.Servers[1].Health.IsUsable);
    }

    [Fact]
    public async Task ThrottledServer_IsAskedLessAndLessOften_WhenItAsksForNoPause()
    {
        await using var fixture = new PoolFixture(1);
        fixture.Origins[0].Answer("*", "429 Too Many Requests", "Retry-After: 0\r\n");
        fixture.StartMonitor();
        var start = fixture.Clock.GetUtcNow();

        await fixture.UntilAsync(
            () => fixture.Clock.GetUtcNow() - start > TimeSpan.FromSeconds(60) || fixture.Origins[0].Requests.Count > 100, "a minute passes");

        Assert.InRange(fixture.Origins[0].Requests.Count, 3, 8);
    }

    [Fact]
    public async Task Server_IsProbedInTime_WhileAnotherOnesProbeHangs()
    {
        await using var fixture = new PoolFixture(2);
        fixture.Origins[0].Hang();
        fixture.StartMonitor();
        fixture.Servers[1].Health.Failed(new WebDavException(WebDavFailure.Unreachable, "gone"));
        var start = fixture.Clock.GetUtcNow();

        await fixture.UntilAsync(() => fixture.Servers[1].Health.IsUsable, "the sound one is back");

        Assert.InRange(fixture.Clock.GetUtcNow() - start, TimeSpan.Zero, TimeSpan.FromSeconds(6));
    }

    [Fact]
    public async Task Server_IsProbedInTime_WhenTheClockIsSetBack()
    {
        await using var fixture = new PoolFixture(1);
        fixture.Servers[0].Health.Failed(new WebDavException(WebDavFailure.Unreachable, "gone"));
        fixture.Clock.SetBack(TimeSpan.FromHours(2));
        var start = fixture.Clock.GetUtcNow();
        fixture.StartMonitor();

        await fixture.UntilAsync(() => fixture.Servers[0].Health.IsUsable, "it is back");

        Assert.InRange(fixture.Clock.GetUtcNow() - start, TimeSpan.Zero, TimeSpan.FromSeconds(6));
    }

    [Fact]
    public async Task ThrottledServer_IsProbedWithTheNextWindow_WhenItsRequestsAreSpent()
    {
        var window = TimeSpan.FromMinutes(10);
        await using var fixture = new PoolFixture(1, (server, _) => server with { RequestsPerWindow = 2, Window = window });
        var server = fixture.Servers[0];
        for (var i = 0; i < 2; i++)
        {
            (await fixture.RunAsync(server.Limiter.AcquireAsync(OriginPriority.Upload, CancellationToken.None).AsTask())).Dispose();
        }

        server.Health.Failed(new WebDavException(WebDavFailure.Throttled, "too many"));
        var start = fixture.Clock.GetUtcNow();
        fixture.StartMonitor();

        await fixture.UntilAsync(() => server.Health.IsUsable, "it is back");

        // Each probe that gets no turn says nothing of the server: the pauses do not grow past the window.
        Assert.InRange(fixture.Clock.GetUtcNow() - start, window - TimeSpan.FromMinutes(1), window + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task FullServer_TakesFilesAgain_WhenItHasRoom()
    {
        await using var fixture = new PoolFixture(1);
        fixture.Origins[0].Answer("PUT", "507 Insufficient Storage");
        fixture.Origins[0].Room = 1000;
        await Assert.ThrowsAsync<OriginBusyException>(() => fixture.StoreAsync(new TextBlob(100)));
        fixture.StartMonitor();
        await fixture.UntilAsync(() => fixture.Origins[0].Count("PROPFIND") >= 2, "it was probed");
        Assert.Equal(OriginState.Full, fixture.Servers[0].Health.Condition.State);

        (fixture.Origins[0].Room, fixture.Origins[0].Fault) = (1 << 30, null);
        await fixture.UntilAsync(() => fixture.Servers[0].Health.TakesFiles, "it takes files");

        await fixture.StoreAsync(new TextBlob(100));
    }

    [Fact]
    public async Task ServerWithoutQuota_IsWell()
    {
        await using var fixture = new PoolFixture(1);
        fixture.Origins[0].Answer("PROPFIND", "501 Not Implemented");
        fixture.Servers[0].Health.Failed(new WebDavException(WebDavFailure.Unreachable, "gone"));
        fixture.StartMonitor();

        await fixture.UntilAsync(() => fixture.Servers[0].Health.IsUsable, "it is back");
    }

    [Fact]
    public async Task IdleServer_IsLookedAtOnceInEachInterval()
    {
        await using var fixture = new PoolFixture(1, pool: pool => pool with { HealthCheckInterval = TimeSpan.FromSeconds(60) });
        fixture.StartMonitor();
        var start = fixture.Clock.GetUtcNow();

        await fixture.UntilAsync(() => fixture.Clock.GetUtcNow() - start > TimeSpan.FromSeconds(270), "time passes");

        Assert.Equal(5, fixture.Origins[0].Requests.Count);
    }

    [Fact]
    public async Task HalfOfTheServers_StayInService_WhenAllAnswerWithErrors()
    {
        await using var fixture = new PoolFixture(4);
        foreach (var origin in fixture.Origins)
        {
            origin.Answer("*", "500 Internal Server Error");
        }

        await Assert.ThrowsAsync<OriginBusyException>(() => fixture.StoreAsync(new TextBlob(100)));
        await Assert.ThrowsAsync<OriginBusyException>(() => fixture.StoreAsync(new TextBlob(100)));

        Assert.Equal(2, fixture.Servers.Count(server => server.Health.IsUsable));
    }

    [Fact]
    public async Task SlowServer_IsUsedAfterTheOthers()
    {
        await using var fixture = new PoolFixture(2);
        var blob = new TextBlob(100);
        fixture.Pool.Rank(blob.Hash)[0].Health.SetSlow(true);

        await fixture.StoreAsync(blob);

        Assert.Single(fixture.Ranked(blob.Hash)[1].Files);
        Assert.Empty(fixture.Ranked(blob.Hash)[0].Files);
    }

    [Fact]
    public async Task Server_IsSlow_WhenItTakesManyTimesAsLongAsTheOthers()
    {
        await using var fixture = new PoolFixture(3);
        fixture.Origins[2].Fault = async exchange =>
        {
            // On the pool's clock, which moves while this hangs.
            await fixture.Origins[2].HangAsync(exchange, TimeSpan.FromSeconds(3), fixture.Clock);
            return false;
        };
        fixture.StartMonitor();

        await fixture.UntilAsync(() => fixture.Servers[2].Health.Condition.State == OriginState.Slow, "it is called slow");

        Assert.All(fixture.Servers.Take(2), server => Assert.Equal(OriginState.Healthy, server.Health.Condition.State));
    }

    [Fact]
    public async Task Server_ComesBack_AfterAProbeThatFailedInAnUnknownWay()
    {
        var breaks = 1;
        await using var fixture = new PoolFixture(1, sending: () =>
        {
            if (breaks-- > 0)
            {
                throw new InvalidOperationException("Nobody thought of this.");
            }
        });
        fixture.Servers[0].Health.Failed(new WebDavException(WebDavFailure.Unreachable, "gone"));
        fixture.StartMonitor();

        await fixture.UntilAsync(() => fixture.Servers[0].Health.IsUsable, "it is back");

        Assert.True(breaks < 0);
    }
}
