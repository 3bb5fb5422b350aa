using MeetingCloud.Storage.Origins;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Storage.Origins.Limits;

/// <summary>Budgets of requests in a window of time.</summary>
public sealed class OriginLimiterBudgetTests
{
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(30);

    [Fact]
    public async Task Wait_EndsWithTheWindow_WhenTheBudgetIsSpent()
    {
        using var fixture = new LimiterFixture(capacity: 10, perWindow: 3);
        Array.ForEach(fixture.Take(3), permit => permit.Dispose());
        _ = fixture.Enter("next");
        Assert.True(fixture.Waits("next"));
        Assert.False(fixture.Limiter.HasRoom);
        Assert.Equal((s_window, (int?)3), (fixture.Limiter.ExpectedWait, fixture.Limiter.Spent));

        await fixture.Clock.AdvanceUntilAsync(fixture.TurnOf("next"), TimeSpan.FromMinutes(1));

        Assert.InRange(fixture.Clock.GetUtcNow() - new ManualTimeProvider().GetUtcNow(), s_window, s_window + TimeSpan.FromMinutes(1));
        Assert.Equal(1, fixture.Limiter.Spent);
    }

    [Fact]
    public async Task Burst_IsSpreadOverSeconds_AndNoSecondHoldsMore()
    {
        using var fixture = new LimiterFixture(capacity: 20, perSecond: 4);
        for (var i = 0; i < 12; i++)
        {
            _ = fixture.Enter($"w{i}");
        }

        for (var second = 0; second < 3; second++)
        {
            await fixture.TurnOf($"w{(second * 4) + 3}");
            Assert.Equal((second + 1) * 4, fixture.Limiter.InUse);
            await (second < 2 ? fixture.ArmedAsync() : Task.CompletedTask);
            fixture.Clock.Advance(TimeSpan.FromMilliseconds(999));
            Assert.Equal((second + 1) * 4, fixture.Limiter.InUse);
            fixture.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    [Fact]
    public async Task Burst_CountsWhenARequestIsMade_NotWhenItWasGranted()
    {
        using var fixture = new LimiterFixture(capacity: 4, perSecond: 4);
        var held = fixture.Take(4);
        for (var i = 0; i < 8; i++)
        {
            _ = fixture.Enter($"w{i}");
        }

        // Slots come free a moment before the second second is over, and again just after it.
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(1950));
        Array.ForEach(held, permit => permit.Dispose());
        var first = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => fixture.TurnOf($"w{i}")));
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(100));
        Array.ForEach(first, permit => permit.Dispose());

        Assert.True(fixture.Waits("w4"));
        Assert.Equal(TimeSpan.FromMilliseconds(900), fixture.Limiter.ExpectedWait);
        await fixture.Clock.AdvanceUntilAsync(fixture.TurnOf("w7"), TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task Migration_SpendsHalfOfTheBudget_AndGoesOnInTheNextWindow()
    {
        using var fixture = new LimiterFixture(capacity: 10, perWindow: 6);
        Array.ForEach(fixture.Take(3, OriginPriority.Migration), permit => permit.Dispose());
        _ = fixture.Enter("migration", OriginPriority.Migration);

        for (var i = 0; i < 3; i++)
        {
            _ = fixture.Enter($"attendee {i}", OriginPriority.AttendeeRead);
            await fixture.TurnOf($"attendee {i}");
        }

        Assert.True(fixture.Waits("migration"));

        await fixture.Clock.AdvanceUntilAsync(fixture.TurnOf("migration"), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task BudgetsOfOneServer_BothHold()
    {
        using var fixture = new LimiterFixture(capacity: 10, perWindow: 5, perSecond: 2);
        Array.ForEach(fixture.Take(2), permit => permit.Dispose());
        for (var i = 0; i < 4; i++)
        {
            _ = fixture.Enter($"w{i}");
        }

        Assert.True(fixture.Waits("w0"));
        await fixture.ArmedAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        await fixture.TurnOf("w1");
        await fixture.ArmedAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        await fixture.TurnOf("w2");

        Assert.True(fixture.Waits("w3"));
        Assert.Equal(s_window - TimeSpan.FromSeconds(2), fixture.Limiter.ExpectedWait);
    }

    [Fact]
    public async Task Budget_IsSharedWithOtherProcesses_ThroughTheLeases()
    {
        var leases = new FakeLeases { Requests = 2, RetryAfter = TimeSpan.FromSeconds(90) };
        using var fixture = new LimiterFixture(capacity: 10, leases, perWindow: 600);
        for (var i = 0; i < 3; i++)
        {
            _ = fixture.Enter($"w{i}");
        }

        await fixture.TurnOf("w1");
        await Eventually.BecomesTrueAsync(
            () => fixture.Limiter.ExpectedWait == TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(20), "the budget is known to be spent");
        Assert.True(fixture.Waits("w2"));
        leases.Requests = 1;
        await fixture.Clock.AdvanceUntilAsync(fixture.TurnOf("w2"), TimeSpan.FromSeconds(1));
        Assert.Equal(0, leases.Requests);
    }

    [Fact]
    public async Task Requests_AreTakenFromTheBudget_OnlyForThoseWhoHaveASlot()
    {
        var leases = new FakeLeases { Requests = 100 };
        using var fixture = new LimiterFixture(capacity: 2, leases, perWindow: 600);
        for (var i = 0; i < 10; i++)
        {
            _ = fixture.Enter($"w{i}");
        }

        await fixture.TurnOf("w1");

        Assert.Equal(98, leases.Requests);
    }
}
