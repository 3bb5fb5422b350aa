using FsCheck;
using FsCheck.Fluent;
using MeetingCloud.Storage.Origins.Statistics;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Storage.Origins.Statistics;

public sealed class LatencyHistogramTests
{
    private static readonly double[] s_shares = [0, 0.1, 0.5, 0.9, 0.95, 0.99, 1];

    [Fact]
    public void Quantiles_AreThoseOfTheSortedList_WithinASixteenth()
    {
        // Durations of all orders of magnitude, from microseconds to hours.
        var durations = from bits in Gen.Choose(0, 33) from rest in Gen.Choose(0, int.MaxValue) select 1 + (rest & ((1L << bits) - 1));
        Prop.ForAll(durations.NonEmptyListOf().ToArbitrary(), microseconds =>
        {
            var histogram = new LatencyHistogram(new ManualTimeProvider());
            microseconds.ToList().ForEach(duration => histogram.Record(TimeSpan.FromMicroseconds(duration)));
            var sorted = microseconds.Order().ToList();
            var found = LatencyHistogram.Quantiles(histogram.Counts(), s_shares)!;
            return s_shares.Index().All(share =>
            {
                double exact = sorted[Math.Max(1, (int)Math.Ceiling(share.Item * sorted.Count)) - 1];
                return Math.Abs(found[share.Index].TotalMicroseconds - exact) <= exact / 16;
            });
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Durations_OutsideOfTheRange_CountAsItsEnds()
    {
        var histogram = new LatencyHistogram(new ManualTimeProvider());
        histogram.Record(TimeSpan.FromSeconds(-1));
        histogram.Record(TimeSpan.Zero);
        histogram.Record(TimeSpan.FromDays(30));

        var quantiles = LatencyHistogram.Quantiles(histogram.Counts(), 0.5, 1)!;

        Assert.Equal(TimeSpan.Zero, quantiles[0]);
        Assert.InRange(quantiles[1], TimeSpan.FromHours(18), TimeSpan.FromHours(20));
    }

    [Fact]
    public void Nothing_IsKnown_BeforeTheFirst() => Assert.Null(LatencyHistogram.Quantiles(new LatencyHistogram(new ManualTimeProvider()).Counts(), 0.5));

    [Theory]
    [InlineData(0)]
    [InlineData(42)]
    public void Durations_AreRememberedForFiveMinutes_AndForgottenAfterSix(int startSecond)
    {
        var clock = new ManualTimeProvider();
        var histogram = new LatencyHistogram(clock);
        clock.Advance(TimeSpan.FromSeconds(startSecond));
        histogram.Record(TimeSpan.FromSeconds(1));

        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.NotNull(LatencyHistogram.Quantiles(histogram.Counts(), 0.5));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(LatencyHistogram.Quantiles(histogram.Counts(), 0.5));

        histogram.Record(TimeSpan.FromSeconds(2));
        clock.Advance(TimeSpan.FromHours(5));
        Assert.Null(LatencyHistogram.Quantiles(histogram.Counts(), 0.5));
    }

    [Fact]
    public void Old_GivesWayToNew_MinuteByMinute()
    {
        var clock = new ManualTimeProvider();
        var histogram = new LatencyHistogram(clock);
        for (var minute = 0; minute < 20; minute++)
        {
            histogram.Record(TimeSpan.FromSeconds(minute + 1));
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        // What is left are the last five.
        var quantiles = LatencyHistogram.Quantiles(histogram.Counts(), 0, 1)!;
        Assert.InRange(quantiles[0].TotalSeconds, 15, 17);
        Assert.InRange(quantiles[1].TotalSeconds, 19, 21);
    }
}
