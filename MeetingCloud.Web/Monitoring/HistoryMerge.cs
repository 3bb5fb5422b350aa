using MeetingCloud.Contracts;

namespace MeetingCloud.Web.Monitoring;

/// <summary>The last hour, put together from what was known and what came since.</summary>
internal static class HistoryMerge
{
    public static readonly TimeSpan Span = TimeSpan.FromHours(1);

    public static ClusterHistory Append(ClusterHistory before, ClusterHistory after)
    {
        var drop = before.Times.TakeWhile(time => time < after.TakenAt - Span).Count();
        if (after.Times.Count == 0 && drop == 0)
        {
            // The same object: whoever drew it need not draw again.
            return before;
        }

        var (old, more) = (before.Times.Count, after.Times.Count);
        return after with
        {
            Times = Joined(before.Times, after.Times),
            Cluster = new NodeCountHistory(
                Joined(before.Cluster.ActiveNodes, after.Cluster.ActiveNodes), Joined(before.Cluster.KnownNodes, after.Cluster.KnownNodes)),
            Nodes = Rows(before.Nodes, after.Nodes, node => node.Id, (id, a, b) => new NodeHistory(
                id, Values(a?.ActiveDownloads, b?.ActiveDownloads), Values(a?.BytesPerSecond, b?.BytesPerSecond))),
            Servers = Rows(before.Servers, after.Servers, server => server.Id, (id, a, b) => new ServerHistory(
                id,
                Values(a?.InFlight, b?.InFlight),
                Values(a?.Queued, b?.Queued),
                Values(a?.Requests, b?.Requests),
                Values(a?.Errors, b?.Errors),
                Values(a?.BytesRead, b?.BytesRead),
                Values(a?.BytesWritten, b?.BytesWritten),
                Values(a?.LatencyMs, b?.LatencyMs))),
        };

        IReadOnlyList<T> Joined<T>(IReadOnlyList<T> a, IReadOnlyList<T> b) => [.. a.Skip(drop), .. b];

        // One that was not there has no values for that time.
        IReadOnlyList<T?> Values<T>(IReadOnlyList<T?>? a, IReadOnlyList<T?>? b)
            where T : struct => Joined(a ?? new T?[old], b ?? new T?[more]);
    }

    private static IReadOnlyList<T> Rows<T>(IReadOnlyList<T> before, IReadOnlyList<T> after, Func<T, string> id, Func<string, T?, T?, T> join)
        where T : class
    {
        var old = before.ToDictionary(id, StringComparer.Ordinal);
        var more = after.ToDictionary(id, StringComparer.Ordinal);
        return
        [
            .. old.Keys.Union(more.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(key => join(key, old.GetValueOrDefault(key), more.GetValueOrDefault(key))),
        ];
    }
}
