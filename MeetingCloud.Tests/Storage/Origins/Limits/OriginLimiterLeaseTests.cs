using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Storage.Origins.Limits;

/// <summary>A server's slots, shared with other processes.</summary>
public sealed class OriginLimiterLeaseTests
{
    [Fact]
    public async Task Process_KeepsToTheSlotsItWasGiven_AndTakesMore_WhenOthersGiveThemBack()
    {
        var leases = new FakeLeases { Slots = 2 };
        using var fixture = new LimiterFixture(capacity: 10, leases);
        for (var i = 0; i < 4; i++)
        {
            _ = fixture.Enter($"w{i}");
        }

        await fixture.TurnOf("w1");
        Assert.True(fixture.Waits("w2"));
        Assert.False(fixture.Limiter.HasRoom);

        leases.Slots = 3;
        await fixture.Clock.AdvanceUntilAsync(fixture.TurnOf("w2"), TimeSpan.FromMilliseconds(50));
        Assert.True(fixture.Waits("w3"));
    }

    [Fact]
    public async Task Slots_AreKeptAlive_AndGivenBack_WhenNobodyNeedsThem()
    {
        var leases = new FakeLeases();
        using var fixture = new LimiterFixture(capacity: 10, leases);
        _ = fixture.Enter("a");
        _ = fixture.Enter("b");
        var permits = await Task.WhenAll(fixture.TurnOf("a"), fixture.TurnOf("b"));
        await RenewedAsync(fixture, leases);
        Assert.Equal(2, leases.Wanted.Last());

        Array.ForEach(permits, permit => permit.Dispose());
        await RenewedAsync(fixture, leases);
        await RenewedAsync(fixture, leases);

        Assert.Equal(0, leases.Wanted.Last());
        _ = fixture.Enter("c");
        await fixture.TurnOf("c");
    }

    [Fact]
    public async Task SlotsOnTheirWayBack_AreNotUsed_BeforeTheAnswerIsHere()
    {
        var leases = new FakeLeases();
        using var fixture = new LimiterFixture(capacity: 10, leases);
        for (var i = 0; i < 6; i++)
        {
            _ = fixture.Enter($"w{i}");
        }

        var permits = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => fixture.TurnOf($"w{i}")));
        Array.ForEach(permits[1..], permit => permit.Dispose());
        // The peak of the last interval is held until the end of this one.
        await RenewedAsync(fixture, leases);
        await RenewedAsync(fixture, leases, () => leases.Ready = new TaskCompletionSource().Task);
        Assert.Equal(1, leases.Wanted.Last());

        _ = fixture.Enter("late");

        Assert.True(fixture.Waits("late"));
        Assert.Equal(1, fixture.Limiter.InUse);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wait_GoesOn_WhenTheLeasesFail_AndEnds_WhenTheyAreBack(bool timesOut)
    {
        var leases = new FakeLeases { Failure = timesOut ? new TaskCanceledException("slow") : new InvalidOperationException("away") };
        using var fixture = new LimiterFixture(capacity: 10, leases);
        _ = fixture.Enter("w");
        await fixture.ArmedAsync();
        Assert.True(fixture.Waits("w"));
        Assert.Equal((leases.Failure.Message, false), (fixture.Limiter.Fault, fixture.Limiter.HasRoom));

        leases.Failure = null;
        await fixture.Clock.AdvanceUntilAsync(fixture.TurnOf("w"), TimeSpan.FromSeconds(1));

        Assert.Null(fixture.Limiter.Fault);
    }

    [Fact]
    public async Task Pause_IsNeverNothing_WhateverTheLeasesSay()
    {
        var leases = new FakeLeases { Requests = 0, RetryAfter = TimeSpan.FromSeconds(-3) };
        using var fixture = new LimiterFixture(capacity: 10, leases, perWindow: 5);
        _ = fixture.Enter("w");
        await fixture.ArmedAsync();
        var calls = leases.Wanted.Count;

        fixture.Clock.Advance(TimeSpan.FromMilliseconds(9));
        Assert.Equal(calls, leases.Wanted.Count);
        leases.Requests = 1;
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(1));

        await fixture.TurnOf("w");
    }

    /// <summary>Moves the clock on by an interval, until the slots have been asked for again.</summary>
    private static async Task RenewedAsync(LimiterFixture fixture, FakeLeases leases, Action? before = null)
    {
        await fixture.ArmedAsync();
        before?.Invoke();
        var calls = leases.Wanted.Count;
        fixture.Clock.Advance(leases.RenewInterval);
        await Eventually.BecomesTrueAsync(() => leases.Wanted.Count > calls, TimeSpan.FromSeconds(20), "the slots are renewed");
    }
}
