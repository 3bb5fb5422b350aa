using MeetingCloud.Contracts;

namespace MeetingCloud.Api.Monitoring;

/// <summary>From one list per moment to one list per node and server.</summary>
internal static class HistoryPivot
{
    public static IReadOnlyList<NodeHistory> Nodes(HistorySample[] samples) =>
    [
        .. Rows(samples, s => s.Nodes, n => n.Id).Select(row => new NodeHistory(
            row.Id, [.. row.Points.Select(p => p?.ActiveDownloads)], [.. row.Points.Select(p => p?.BytesPerSecond)])),
    ];

    public static IReadOnlyList<ServerHistory> Servers(HistorySample[] samples) =>
    [
        .. Rows(samples, s => s.Servers, server => server.Id).Select(row => new ServerHistory(
            row.Id,
            [.. row.Points.Select(p => p?.InFlight)],
            [.. row.Points.Select(p => p?.Queued)],
            [.. row.Points.Select(p => p?.Requests)],
            [.. row.Points.Select(p => p?.Errors)],
            [.. row.Points.Select(p => p?.BytesRead)],
            [.. row.Points.Select(p => p?.BytesWritten)],
            [.. row.Points.Select(p => p?.LatencyMs)])),
    ];

    private static IEnumerable<(string Id, T?[] Points)> Rows<T>(
        HistorySample[] samples, Func<HistorySample, IReadOnlyList<T>> select, Func<T, string> id)
        where T : struct
    {
        var rows = new SortedDictionary<string, T?[]>(StringComparer.Ordinal);
        for (var i = 0; i < samples.Length; i++)
        {
            foreach (var point in select(samples[i]))
            {
                if (!rows.TryGetValue(id(point), out var points))
                {
                    rows.Add(id(point), points = new T?[samples.Length]);
                }

                points[i] = point;
            }
        }

        return rows.Select(row => (row.Key, row.Value));
    }
}
