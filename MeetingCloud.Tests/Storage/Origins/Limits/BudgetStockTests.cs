using FsCheck;
using FsCheck.Fluent;
using MeetingCloud.Storage.Origins;
using MeetingCloud.Storage.Origins.Limits;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Storage.Origins.Limits;

public sealed class BudgetStockTests
{
    private const int Limit = 6;
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(10);

    [Fact]
    public void NoWindow_HoldsMoreThanTheLimit_HoweverLongGrantsLieUnused() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(byte Wanted, byte Used, byte Pause)[]>(), steps =>
        {
            var clock = new ManualTimeProvider();
            var account = new RequestBudget(Limit, s_window, clock);
            var stock = new BudgetStock("b", Limit, s_window, clock);
            var made = new List<DateTimeOffset>();
            foreach (var (wanted, used, pause) in steps)
            {
                if (stock.Missing(wanted % 8) is > 0 and var missing)
                {
                    stock.Add(account.Take(missing));
                }

                clock.Advance(TimeSpan.FromSeconds(pause % 7));
                for (var i = 0; i < used % 8 && stock.Covers(OriginPriority.Upload); i++)
                {
                    stock.Spend(OriginPriority.Upload, clock.GetTimestamp());
                    made.Add(clock.GetUtcNow());
                }
            }

            return made.TrueForAll(end => made.Count(at => at <= end && at > end - s_window) <= Limit) && stock.InHand >= 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Grants_AreDropped_WhenTheirWindowIsOver()
    {
        var clock = new ManualTimeProvider();
        var stock = new BudgetStock("b", Limit, s_window, clock);
        stock.Add(new RequestGrant(4, TimeSpan.Zero));
        Assert.True(stock.Covers(OriginPriority.Upload));

        clock.Advance(s_window);

        Assert.False(stock.Covers(OriginPriority.Upload));
        Assert.Equal(3, stock.Missing(3));
    }

    [Fact]
    public void Migration_MaySpendHalf_AndTheRestIsForOthers()
    {
        var clock = new ManualTimeProvider();
        var stock = new BudgetStock("b", Limit, s_window, clock);
        stock.Add(new RequestGrant(Limit, TimeSpan.Zero));
        for (var i = 0; i < Limit / 2; i++)
        {
            Assert.True(stock.Covers(OriginPriority.Migration));
            stock.Spend(OriginPriority.Migration, clock.GetTimestamp());
        }

        Assert.False(stock.Covers(OriginPriority.Migration));
        Assert.True(stock.Covers(OriginPriority.Health));
    }

    [Fact]
    public void Request_ThatWasNotMade_CostsNothing()
    {
        var clock = new ManualTimeProvider();
        var stock = new BudgetStock("b", 2, s_window, clock);
        stock.Add(new RequestGrant(2, TimeSpan.Zero));
        var first = clock.GetTimestamp();
        stock.Spend(OriginPriority.Migration, first);
        clock.Advance(TimeSpan.FromSeconds(4));
        stock.Spend(OriginPriority.Upload, clock.GetTimestamp());

        stock.GiveBack(OriginPriority.Migration, first);

        Assert.Equal((1, 1), (stock.InHand, stock.Spent));
        Assert.True(stock.Covers(OriginPriority.Migration));
        // The other one is still counted from its own time.
        stock.Spend(OriginPriority.Upload, clock.GetTimestamp());
        Assert.Equal(s_window, stock.EmptyFor);
    }

    [Fact]
    public void EmptyFor_CountsDown_AndIsZero_WhileAnythingIsInHand()
    {
        var clock = new ManualTimeProvider();
        var stock = new BudgetStock("b", Limit, s_window, clock);
        stock.Add(new RequestGrant(1, TimeSpan.FromSeconds(8)));
        Assert.Equal(TimeSpan.Zero, stock.EmptyFor);
        stock.Spend(OriginPriority.Upload, clock.GetTimestamp());

        Assert.Equal(TimeSpan.FromSeconds(8), stock.EmptyFor);
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(3), stock.EmptyFor);
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.Zero, stock.EmptyFor);
    }
}
