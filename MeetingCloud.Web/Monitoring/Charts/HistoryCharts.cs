using MeetingCloud.Contracts;

namespace MeetingCloud.Web.Monitoring.Charts;

/// <summary>From the control plane's samples to what a chart shows.</summary>
internal static class HistoryCharts
{
    /// <summary>More lines than these nobody tells apart: the others are added up.</summary>
    public const int MostSeries = 8;

    /// <param name="rest">Names what is added up, by its number.</param>
    public static IReadOnlyList<ChartSeries> Downloads(ClusterHistory history, Func<int, string> rest) =>
        Largest(history, [.. history.Nodes.Select(node => (node.Id, Doubles(node.ActiveDownloads)))], rest, time => time.Counts);

    public static IReadOnlyList<ChartSeries> BytesPerSecond(ClusterHistory history, Func<int, string> rest) =>
        Largest(history, [.. history.Nodes.Select(node => (node.Id, node.BytesPerSecond))], rest, time => time.Amounts);

    public static IReadOnlyList<ChartSeries> NodeCounts(ClusterHistory history, string active, string known)
    {
        var time = new Timeline(history.Times);
        return
        [
            time.Counts(known, [.. history.Cluster.KnownNodes.Select(count => (double?)count)]),
            time.Counts(active, [.. history.Cluster.ActiveNodes.Select(count => (double?)count)]),
        ];
    }

    public static IReadOnlyList<ChartSeries> InFlight(ClusterHistory history, Func<int, string> rest) =>
        Largest(history, [.. history.Servers.Select(server => (server.Id, Doubles(server.InFlight)))], rest, time => time.Counts);

    /// <summary>By server, the slowest ones where there are many.</summary>
    public static IReadOnlyList<ChartSeries> Latency(ClusterHistory history)
    {
        var time = new Timeline(history.Times);
        return
        [
            .. history.Servers
                .Select(server => time.Amounts(server.Id, server.LatencyMs))
                .Where(series => series.Points.Count > 0)
                .OrderByDescending(series => series.Peak)
                .Take(MostSeries)
                .OrderBy(series => series.Label, NaturalOrder.Instance),
        ];
    }

    /// <summary>All servers together, bytes per second.</summary>
    public static IReadOnlyList<ChartSeries> PoolTraffic(ClusterHistory history, string read, string written) =>
    [
        PerSecond(history, read, server => server.BytesRead),
        PerSecond(history, written, server => server.BytesWritten),
    ];

    /// <summary>All servers together, per minute.</summary>
    public static IReadOnlyList<ChartSeries> PoolRequests(ClusterHistory history, string requests, string errors) =>
    [
        PerSecond(history, requests, server => server.Requests, 60),
        PerSecond(history, errors, server => server.Errors, 60),
    ];

    /// <summary>One node's; null where it was not there in the last hour.</summary>
    public static (ChartSeries Downloads, ChartSeries BytesPerSecond)? Node(ClusterHistory history, string id, string downloads, string sent)
    {
        var time = new Timeline(history.Times);
        return history.Nodes.FirstOrDefault(node => node.Id == id) is { } node
            ? (time.Counts(downloads, Doubles(node.ActiveDownloads)), time.Amounts(sent, node.BytesPerSecond))
            : null;
    }

    private static ChartSeries PerSecond(ClusterHistory history, string label, Func<ServerHistory, IReadOnlyList<long?>> select, double times = 1) =>
        new Timeline(history.Times).Amounts(
            label,
            Sum(history, history.Servers.Select(server => Doubles(select(server), times / Math.Max(history.IntervalSeconds, 1)))));

    private static IReadOnlyList<ChartSeries> Largest(
        ClusterHistory history,
        IReadOnlyList<(string Id, IReadOnlyList<double?> Values)> rows,
        Func<int, string> rest,
        Func<Timeline, Func<string, IReadOnlyList<double?>, ChartSeries>> kind)
    {
        var draw = kind(new Timeline(history.Times));
        var ranked = rows.OrderByDescending(row => row.Values.Sum()).ThenBy(row => row.Id, NaturalOrder.Instance).ToList();
        // A rest of one would take as much room as the one itself.
        var shown = ranked.Count <= MostSeries + 1 ? ranked.Count : MostSeries;
        var series = ranked.Take(shown).OrderBy(row => row.Id, NaturalOrder.Instance).Select(row => draw(row.Id, Sum(history, [row.Values])));
        return shown == ranked.Count
            ? [.. series]
            : [.. series, draw(rest(ranked.Count - shown), Sum(history, ranked.Skip(shown).Select(row => row.Values)))];
    }

    /// <summary>Every time has a number: no sample counts as nothing.</summary>
    private static double?[] Sum(ClusterHistory history, IEnumerable<IReadOnlyList<double?>> rows)
    {
        var sums = new double[history.Times.Count];
        foreach (var values in rows)
        {
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += values[i] ?? 0;
            }
        }

        return [.. sums.Select(sum => (double?)sum)];
    }

    private static IReadOnlyList<double?> Doubles(IReadOnlyList<int?> values) => [.. values.Select(value => (double?)value)];

    private static IReadOnlyList<double?> Doubles(IReadOnlyList<long?> values, double times) => [.. values.Select(value => value * times)];
}
