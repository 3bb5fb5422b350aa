using MeetingCloud.Contracts;
using MeetingCloud.Web.Monitoring.Charts;

namespace MeetingCloud.Tests.Web.Monitoring.Charts;

public sealed class HistoryChartsTests
{
    [Fact]
    public void Chart_HasTheLargestEight_AndTheRestAddedUp_WhenThereAreManyNodes()
    {
        var series = HistoryCharts.Downloads(Samples.History(samples: 360, nodes: 200), rest => $"{rest} more");

        Assert.Equal(
            ["node-193", "node-194", "node-195", "node-196", "node-197", "node-198", "node-199", "node-200", "192 more"],
            series.Select(one => one.Label));
        Assert.Equal(200, series[7].Latest);
        Assert.Equal(Enumerable.Range(1, 192).Sum(), series[8].Latest);
    }

    [Fact]
    public void Chart_HasEveryNode_InTheOrderOfPeople_WhenTheyAreFew() => Assert.Equal(
        ["node-1", "node-2", "node-3", "node-4", "node-5", "node-6", "node-7", "node-8", "node-9"],
        HistoryCharts.Downloads(Samples.History(samples: 3, nodes: 9), rest => "rest").Select(one => one.Label));

    [Fact]
    public void AnHour_HasNoMorePointsThanAChartHasRoomFor()
    {
        var points = HistoryCharts.BytesPerSecond(Samples.History(samples: 360), _ => "")[0].Points;

        Assert.InRange(points.Count, 120, 121);
        Assert.All(points, point => Assert.Equal(1_000_001, point.Value));
        Assert.All(points, point => Assert.Equal(0, point.Time.Ticks % Timeline.Step.Ticks));
    }

    [Fact]
    public void NewSample_ChangesTheLastPointAlone()
    {
        var before = HistoryCharts.Downloads(Samples.History(samples: 30, last: Samples.Now), _ => "")[0].Points;
        var after = HistoryCharts.Downloads(Samples.History(samples: 31, last: Samples.Now.AddSeconds(10)), _ => "")[0].Points;

        Assert.Equal(before.SkipLast(1), after.Take(before.Count - 1));
    }

    [Fact]
    public void LostNode_LeavesAGapInItsLine_AndCountsAsNothingInASum()
    {
        var history = Samples.History(samples: 9);
        history = history with { Nodes = [history.Nodes[0] with { ActiveDownloads = [4, 4, 4, null, null, null, null, null, null] }] };

        // The three samples are in two steps of the clock, and the others in two more.
        Assert.Equal([4, 4], HistoryCharts.Node(history, "node-1", "d", "b")!.Value.Downloads.Points.Select(point => point.Value));
        Assert.Equal(0, HistoryCharts.Downloads(history, _ => "")[0].Points[^1].Value);
        Assert.Null(HistoryCharts.Node(history, "another", "d", "b"));
    }

    [Fact]
    public void PoolNumbers_ArePerTime_OfAllServersTogether()
    {
        var history = Samples.History(samples: 6, servers: 3);

        Assert.Equal([300, 600], HistoryCharts.PoolTraffic(history, "r", "w").Select(one => one.Latest));
        Assert.Equal([90, 18], HistoryCharts.PoolRequests(history, "q", "e").Select(one => one.Latest));
        Assert.Equal(["server1", "server2", "server3"], HistoryCharts.Latency(history).Select(one => one.Label));
    }

    [Fact]
    public void Counts_AreTheLastOfTheirHalfMinute_AndAmountsItsMean()
    {
        // 08:59:40, 08:59:50, 09:00:00: two steps.
        var history = Samples.History(samples: 3);
        history = history with
        {
            Cluster = new NodeCountHistory([3, 2, 2], [3, 3, 3]),
            Nodes = [new NodeHistory("node-1", [5, 2, 1], [10, 20, 30])],
        };

        Assert.Equal([2, 2], HistoryCharts.NodeCounts(history, "active", "known")[1].Points.Select(point => point.Value));
        Assert.Equal([2, 1], HistoryCharts.Downloads(history, _ => "")[0].Points.Select(point => point.Value));
        Assert.Equal([15, 30], HistoryCharts.BytesPerSecond(history, _ => "")[0].Points.Select(point => point.Value));
    }

    [Theory]
    [InlineData(0, true, 1, 1)]
    [InlineData(1, true, 1, 1)]
    [InlineData(7, true, 8, 2)]
    [InlineData(12, true, 15, 5)]
    [InlineData(0.9, false, 1, 0.5)]
    [InlineData(13_700_000, false, 15_000_000, 5_000_000)]
    public void Axis_HasRoundSteps(double highest, bool whole, double most, double step)
    {
        var scale = ChartScale.Of(highest, whole);

        Assert.Equal(most, scale.Most, 6);
        Assert.Equal(step, scale.Step, 6);
    }
}
