using FsCheck;
using FsCheck.Fluent;
using MeetingCloud.Storage.Origins.Limits;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Storage.Origins.Limits;

public sealed class RequestBudgetTests
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(30);

    [Fact]
    public void NoWindow_HoldsMoreThanTheLimit_HoweverRequestsFall() =>
        Prop.ForAll(Gen.Choose(1, 12).ToArbitrary(), ArbMap.Default.ArbFor<(byte Wanted, byte Pause)[]>(), (limit, steps) =>
        {
            var clock = new ManualTimeProvider();
            var budget = new RequestBudget(limit, s_window, clock);
            var made = new List<DateTimeOffset>();
            foreach (var (wanted, pause) in steps)
            {
                var grant = budget.Take(wanted % 8);
                made.AddRange(Enumerable.Repeat(clock.GetUtcNow(), grant.Granted));
                clock.Advance(TimeSpan.FromSeconds(pause % 20));
            }

            return made.TrueForAll(end => made.Count(at => at <= end && at > end - s_window) <= limit);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Grant_IsAsMuchAsIsLeft_AndSaysWhenMoreIsThere() =>
        Prop.ForAll(Gen.Choose(1, 12).ToArbitrary(), ArbMap.Default.ArbFor<(byte Wanted, byte Pause)[]>(), (limit, steps) =>
        {
            var clock = new ManualTimeProvider();
            var budget = new RequestBudget(limit, s_window, clock);
            foreach (var (wanted, pause) in steps)
            {
                var left = limit - budget.Used;
                var grant = budget.Take((wanted % 8) + 1);
                if (grant.Granted != Math.Min(left, (wanted % 8) + 1))
                {
                    return false;
                }

                if (grant.RetryAfter > TimeSpan.Zero)
                {
                    // Not a moment before, and then surely.
                    clock.Advance(grant.RetryAfter - TimeSpan.FromTicks(1));
                    var early = budget.Take(1).Granted;
                    clock.Advance(TimeSpan.FromTicks(1));
                    if (early != 0 || budget.Take(1).Granted != 1)
                    {
                        return false;
                    }
                }

                clock.Advance(TimeSpan.FromSeconds(pause % 20));
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Undo_ForgetsThatRequestAndNoOther() =>
        Prop.ForAll(Gen.Choose(1, 12).ToArbitrary(), Gen.Choose(0, 11).ToArbitrary(), Gen.Choose(0, 30).ToArbitrary(), (limit, undone, before) =>
        {
            // The ring has turned round before, by any part of it.
            var clock = new ManualTimeProvider();
            var budget = new RequestBudget(limit, s_window, clock);
            for (var i = 0; i < before; i++)
            {
                clock.Advance(s_window);
                budget.Take(1);
            }

            clock.Advance(s_window);
            var times = new List<long>();
            for (var i = 0; i < limit; i++)
            {
                times.Add(clock.GetTimestamp());
                budget.Take(1);
                clock.Advance(TimeSpan.FromSeconds(1));
            }

            budget.Undo(times[undone % limit]);
            budget.Undo(-1);
            times.RemoveAt(undone % limit);
            var sound = budget.Used == limit - 1 && budget.Take(1).Granted == 1;
            foreach (var time in times)
            {
                // One after the other falls out of the window at its own time.
                clock.Advance(TimeSpan.FromTicks(time) + s_window - TimeSpan.FromTicks(clock.GetTimestamp()) - TimeSpan.FromTicks(1));
                var full = budget.Take(1).Granted == 0;
                clock.Advance(TimeSpan.FromTicks(1));
                sound &= full && budget.Take(1).Granted == 1;
            }

            return sound;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void FreeIn_IsTheTimeUntilTheOldestIsForgotten_WhenAllAreMade()
    {
        var clock = new ManualTimeProvider();
        var budget = new RequestBudget(2, s_window, clock);
        budget.Take(1);
        Assert.Equal(TimeSpan.Zero, budget.FreeIn);
        clock.Advance(TimeSpan.FromSeconds(10));
        budget.Take(1);

        Assert.Equal(TimeSpan.FromSeconds(20), budget.FreeIn);
        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal((TimeSpan.Zero, 1), (budget.FreeIn, budget.Used));
    }
}
