using MeetingCloud.Storage.Origins;

namespace MeetingCloud.Tests.Storage.Origins.Limits;

/// <summary>Slots and the order of those who wait for them.</summary>
public sealed class OriginLimiterTests
{
    [Fact]
    public async Task Requests_GoAheadUpToTheCapacity_AndTheNextWaitsForAPermit()
    {
        using var fixture = new LimiterFixture(capacity: 3);
        var held = fixture.Take(3);
        Assert.False(fixture.Limiter.HasRoom);
        _ = fixture.Enter("next");
        Assert.True(fixture.Waits("next"));
        Assert.Equal((3, 1), (fixture.Limiter.InUse, fixture.Limiter.Waiting));

        held[1].Dispose();

        await fixture.TurnOf("next");
        Assert.Equal((3, 0), (fixture.Limiter.InUse, fixture.Limiter.Waiting));
    }

    [Fact]
    public void Permit_CountsOnce_WhenItIsGivenBackTwice()
    {
        using var fixture = new LimiterFixture(capacity: 2);
        var held = fixture.Take(2);

        held[0].Dispose();
        held[0].Dispose();

        Assert.Equal(1, fixture.Limiter.InUse);
    }

    [Fact]
    public async Task Turns_GoByPriority_AndWithinOneByArrival()
    {
        using var fixture = new LimiterFixture(capacity: 1);
        var permit = fixture.Take(1)[0];
        _ = fixture.Enter("migration", OriginPriority.Migration);
        _ = fixture.Enter("upload 1");
        _ = fixture.Enter("health", OriginPriority.Health);
        _ = fixture.Enter("upload 2");
        _ = fixture.Enter("sync", OriginPriority.NodeSync);
        _ = fixture.Enter("attendee", OriginPriority.AttendeeRead);
        string[] expected = ["attendee", "sync", "upload 1", "upload 2", "health", "migration"];

        foreach (var name in expected)
        {
            permit.Dispose();
            permit = await fixture.TurnOf(name);
        }

        Assert.Equal(expected, fixture.Order);
    }

    [Fact]
    public async Task Nobody_Overtakes_WhenASlotIsFreedWhileOthersWait()
    {
        using var fixture = new LimiterFixture(capacity: 1);
        var permit = fixture.Take(1)[0];
        _ = fixture.Enter("first");
        permit.Dispose();

        // The slot is the first one's, though its task may not have gone on yet.
        _ = fixture.Enter("second");

        (await fixture.TurnOf("first")).Dispose();
        await fixture.TurnOf("second");
        Assert.Equal(["first", "second"], fixture.Order);
    }

    [Fact]
    public async Task Cancellation_EndsTheWait_AndLosesNoPermit()
    {
        using var fixture = new LimiterFixture(capacity: 1);
        var permit = fixture.Take(1)[0];
        using var cancellation = new CancellationTokenSource();
        _ = fixture.Enter("gone", cancellationToken: cancellation.Token);
        _ = fixture.Enter("patient");

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.TurnOf("gone"));
        Assert.Equal(1, fixture.Limiter.Waiting);
        permit.Dispose();
        (await fixture.TurnOf("patient")).Dispose();
        Assert.Equal((0, 0), (fixture.Limiter.InUse, fixture.Limiter.Waiting));
        Assert.Single(fixture.Take(1));
    }

    [Fact]
    public async Task Permits_AreNeitherLostNorDoubled_WhenCancellationsRaceWithReleases()
    {
        using var fixture = new LimiterFixture(capacity: 4);
        var most = 0;
        var now = 0;
        var two = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < 500; i++)
            {
                using var cancellation = new CancellationTokenSource();
                var entering = fixture.Limiter.AcquireAsync((OriginPriority)((worker + i) % 5), cancellation.Token).AsTask();
                var cancelling = i % 3 == 0 ? Task.Run(cancellation.Cancel) : Task.CompletedTask;
                try
                {
                    using var permit = await entering;
                    var running = Interlocked.Increment(ref now);
                    InterlockedMax(ref most, running);
                    if (running > 1)
                    {
                        two.TrySetResult();
                    }

                    // The first permits are held until two are out, however the machine schedules.
                    await two.Task;
                    await Task.Yield();
                    Interlocked.Decrement(ref now);
                }
                catch (OperationCanceledException)
                {
                    // Its turn had not come.
                }

                await cancelling;
            }
        }))).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.InRange(most, 2, 4);
        Assert.Equal((0, 0), (fixture.Limiter.InUse, fixture.Limiter.Waiting));
        Assert.Equal(4, fixture.Take(4).Length);
    }

    [Fact]
    public async Task Migration_HasHalfOfTheSlots_AndTheRestIsFree()
    {
        using var fixture = new LimiterFixture(capacity: 4);
        var moving = fixture.Take(2, OriginPriority.Migration);
        _ = fixture.Enter("migration", OriginPriority.Migration);
        Assert.True(fixture.Waits("migration"));

        _ = fixture.Take(2, OriginPriority.Upload);
        moving[0].Dispose();

        await fixture.TurnOf("migration");
    }

    [Fact]
    public void ExpectedWait_IsTheQueueAtTheSpeedOfTheLatest()
    {
        using var fixture = new LimiterFixture(capacity: 2);
        var held = fixture.Take(2);
        fixture.Clock.Advance(TimeSpan.FromSeconds(4));
        Array.ForEach(held, permit => permit.Dispose());
        Assert.Equal(TimeSpan.Zero, fixture.Limiter.ExpectedWait);

        _ = fixture.Take(2);
        Assert.Equal(TimeSpan.FromSeconds(2), fixture.Limiter.ExpectedWait);
        _ = fixture.Enter("a");
        _ = fixture.Enter("b");
        Assert.Equal(TimeSpan.FromSeconds(6), fixture.Limiter.ExpectedWait);
    }

    [Fact]
    public async Task Dispose_EndsAllWaits_AndTakesBackPermitsStill()
    {
        var fixture = new LimiterFixture(capacity: 1);
        var permit = fixture.Take(1)[0];
        _ = fixture.Enter("waiting");

        fixture.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => fixture.TurnOf("waiting"));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await fixture.Limiter.AcquireAsync(OriginPriority.Upload, CancellationToken.None));
        permit.Dispose();
        Assert.Equal(0, fixture.Limiter.InUse);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
