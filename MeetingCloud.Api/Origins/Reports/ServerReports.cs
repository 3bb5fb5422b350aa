using System.Globalization;
using System.Text.Json;
using MeetingCloud.Contracts;
using MeetingCloud.Storage.Origins;
using MeetingCloud.Storage.Origins.Health;
using MeetingCloud.Storage.Origins.Statistics;
using MeetingCloud.Storage.WebDav;

namespace MeetingCloud.Api.Origins.Reports;

/// <summary>Makes reports of a server, and one of several.</summary>
internal static class ServerReports
{
    // As the states are named, the worst last.
    private static readonly string[] s_states =
        [.. new[] { OriginState.Healthy, OriginState.Slow, OriginState.Full, OriginState.Paused }.Select(state => Name(state))];

    public static ServerReport Of(OriginServer server)
    {
        var latency = server.Counters.Latency.Counts();
        return new ServerReport(Status(server), Stats(server, latency), latency);
    }

    /// <summary>What several instances report of one server: their sums, and the state of the one that fares worst with it.</summary>
    /// <param name="reports">This instance's first, whose settings hold.</param>
    public static ServerReport Merge(IReadOnlyList<ServerReport> reports)
    {
        var own = reports[0].Status;
        var worst = reports.Select(report => report.Status)
            .OrderByDescending(status => Array.IndexOf(s_states, status.State)).ThenBy(status => status.Since).First();
        var concurrent = reports.Sum(report => report.Status.Concurrent);
        var latency = reports.SelectMany(report => report.Latency)
            .GroupBy(bucket => bucket.Key).ToDictionary(bucket => bucket.Key, bucket => bucket.Sum(count => count.Value));
        return new ServerReport(
            own with
            {
                Healthy = worst.Healthy,
                State = worst.State,
                Failure = worst.Failure,
                Reason = worst.Reason,
                Since = worst.Since,
                RetryAt = worst.RetryAt,
                LastSuccess = reports.Max(report => report.Status.LastSuccess),
                Concurrent = concurrent,
                Waiting = reports.Sum(report => report.Status.Waiting),
                Usage = Usage(concurrent, own.MaxConcurrent),
                Latency = Mean(reports),
                Storage = reports.Select(report => report.Status.Storage).FirstOrDefault(storage => storage is not null),
                Budget = own.Budget is { } budget ? budget with { Used = reports.Sum(report => report.Status.Budget?.Used ?? 0) } : null,
            },
            new WebdavServerStats(
                own.Id,
                Sum(reports, stats => stats.Requests),
                reports.Sum(report => report.Stats.Uploads),
                reports.Sum(report => report.Stats.Downloads),
                reports.Sum(report => report.Stats.BytesUploaded),
                reports.Sum(report => report.Stats.BytesDownloaded),
                Sum(reports, stats => stats.Errors),
                Quantiles(latency),
                concurrent,
                reports.Sum(report => report.Stats.Waiting),
                Copies: 0,
                Bytes: 0),
            latency);
    }

    private static WebdavServerStatus Status(OriginServer server)
    {
        var (options, condition) = (server.Options, server.Health.Condition);
        return new WebdavServerStatus(
            server.Id,
            options.Account.Url.AbsoluteUri,
            options.Account.UserName,
            options.Description,
            server.IsEnabled,
            condition.State != OriginState.Paused,
            Name(condition.State),
            condition.Failure is { } failure ? Name(failure) : null,
            condition.Reason,
            condition.Since,
            condition.RetryAt,
            server.LastSuccess,
            server.Limiter.InUse,
            server.Limiter.Capacity,
            server.Limiter.Waiting,
            Usage(server.Limiter.InUse, server.Limiter.Capacity),
            server.Counters.MeanLatency is { } latency ? Math.Round(latency.TotalMilliseconds, 1) : null,
            options.Weight,
            server.Quota is { } quota ? Storage(quota) : null,
            server.Limiter.Spent is { } spent ? new WebdavBudget(spent, options.RequestsPerWindow!.Value, options.Window.TotalSeconds) : null);
    }

    private static WebdavServerStats Stats(OriginServer server, IReadOnlyDictionary<int, int> latency)
    {
        var counters = server.Counters;
        return new WebdavServerStats(
            server.Id,
            counters.Requests,
            counters.Requests.GetValueOrDefault("PUT"),
            counters.Requests.GetValueOrDefault("GET"),
            counters.BytesSent,
            counters.BytesReceived,
            counters.Errors.ToDictionary(error => Name(error.Key), error => error.Value, StringComparer.Ordinal),
            Quantiles(latency),
            server.Limiter.InUse,
            server.Limiter.Waiting,
            Copies: 0,
            Bytes: 0);
    }

    private static Dictionary<string, long> Sum(
        IReadOnlyList<ServerReport> reports, Func<WebdavServerStats, IReadOnlyDictionary<string, long>> counts) =>
        reports.SelectMany(report => counts(report.Stats)).GroupBy(count => count.Key, StringComparer.Ordinal)
            .ToDictionary(count => count.Key, count => count.Sum(part => part.Value), StringComparer.Ordinal);

    // Of an instance that asked more lately it counts for more.
    private static double? Mean(IReadOnlyList<ServerReport> reports)
    {
        var known = reports.Where(report => report.Status.Latency is not null)
            .Select(report => (Mean: report.Status.Latency!.Value, Weight: 1 + report.Latency.Values.Sum(count => (long)count))).ToList();
        return known.Count == 0 ? null : Math.Round(known.Sum(part => part.Mean * part.Weight) / known.Sum(part => part.Weight), 1);
    }

    private static WebdavLatency? Quantiles(IReadOnlyDictionary<int, int> latency) =>
        LatencyHistogram.Quantiles(latency, 0.5, 0.95, 0.99) is [var median, var most, var nearlyAll]
            ? new WebdavLatency(Milliseconds(median), Milliseconds(most), Milliseconds(nearlyAll))
            : null;

    private static string Usage(int inUse, int capacity) => string.Create(CultureInfo.InvariantCulture, $"{100 * inUse / capacity}%");

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 2);

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static WebdavStorage? Storage(WebDavQuota quota)
    {
        if (quota is { Used: null, Available: null })
        {
            return null;
        }

        var total = quota.Used + quota.Available;
        return new WebdavStorage(
            quota.Used is { } used ? ForPeople(used) : null,
            total is { } sum ? ForPeople(sum) : null,
            total > 0 ? (int)Math.Round(100.0 * quota.Used!.Value / total.Value) : null,
            quota.Used,
            total);
    }

    private static string ForPeople(long bytes)
    {
        string[] units = ["B", "KB", "MB", "GB", "TB", "PB"];
        var value = (double)bytes;
        var unit = 0;
        for (; value >= 999.5 && unit < units.Length - 1; unit++)
        {
            value /= 1000;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {units[unit]}");
    }
}
