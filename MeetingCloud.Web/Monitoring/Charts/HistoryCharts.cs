using MeetingCloud.Contracts;

namespace MeetingCloud.Web.Monitoring.Charts;

/// <summary>From the control plane's samples to what a chart shows.</summary>
internal static class HistoryCharts
{
    /// <summary>More lines than these nobody tells apart: the others are added up.</summary>
    public const int MostSeries = 8;

    /// <param name="rest">Names what is added up, by its number.</param>
    public static IReadOnlyList<ChartSeries> Downloads(ClusterHistory history, Func<int, string> rest) =>
        Largest(history, [.. history.Nodes.Select(node => (node.Id, Doubles(node.ActiveDownloads)))], rest);

    public static IReadOnlyList<ChartSeries> BytesPerSecond(ClusterHistory history, Func<int, string> rest) =>
        Largest(history, [.. history.Nodes.Select(node => (node.Id, node.BytesPerSecond))], rest);

    public static IReadOnlyList<ChartSeries> NodeCounts(ClusterHistory history, string active, string known)
    {
        var time = new Timeline(history.Times);
        return
        [
            time.Filled(known, [.. history.Cluster.KnownNodes.Select(count => (double)count)]),
            time.Filled(active, [.. history.Cluster.ActiveNodes.Select(count => (double)count)]),
        ];
    }

    public static IReadOnlyList<ChartSeries> InFlight(ClusterHistory history, Func<int, string> rest) =>
        Largest(history, [.. history.Servers.Select(server => (server.Id, Doubles(server.InFlight)))], rest);

    /// <summary>By server, the slowest ones where there are many.</summary>
    public static IReadOnlyList<ChartSeries> Latency(ClusterHistory history)
    {
        var time = new Timeline(history.Times);
        return
        [
            .. history.Servers
                .Select(server => time.Series(server.Id, server.LatencyMs))
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
            ? (time.Series(downloads, Doubles(node.ActiveDownloads)), time.Series(sent, node.BytesPerSecond))
            : null;
    }

    private static ChartSeries PerSecond(ClusterHistory history, string label, Func<ServerHistory, IReadOnlyList<long?>> select, double times = 1)
    {
        var sums = new double[history.Times.Count];
        foreach (var values in history.Servers.Select(select))
        {
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += values[i] ?? 0;
            }
        }

        return new Timeline(history.Times).Filled(label, [.. sums.Select(sum => sum * times / Math.Max(history.IntervalSeconds, 1))]);
    }

    private static IReadOnlyList<ChartSeries> Largest(
        ClusterHistory history, IReadOnlyList<(string Id, IReadOnlyList<double?> Values)> rows, Func<int, string> rest)
    {
        var time = new Timeline(history.Times);
        var ranked = rows.OrderByDescending(row => row.Values.Sum()).ThenBy(row => row.Id, NaturalOrder.Instance).ToList();
        // A rest of one would take as much room as the one itself.
        var shown = ranked.Count <= MostSeries + 1 ? ranked.Count : MostSeries;
        var series = ranked.Take(shown).OrderBy(row => row.Id, NaturalOrder.Instance)
            .Select(row => time.Filled(row.Id, [.. row.Values.Select(value => value ?? 0)]));
        return shown == ranked.Count ? [.. series] : [.. series, time.Filled(rest(ranked.Count - shown), Sum(ranked.Skip(shown)))];

        double[] Sum(IEnumerable<(string Id, IReadOnlyList<double?> Values)> others)
        {
            var sums = new double[history.Times.Count];
            foreach (var (_, values) in others)
            {
                for (var i = 0; i < sums.Length; i++)
                {
                    sums[i] += values[i] ?? 0;
                }
            }

            return sums;
        }
    }

    private static IReadOnlyList<double?> Doubles(IReadOnlyList<int?> values) => [.. values.Select(value => (double?)value)];
}
