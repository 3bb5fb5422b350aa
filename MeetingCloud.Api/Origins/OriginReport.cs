using System.Globalization;
using System.Text.Json;
using MeetingCloud.Api.Data;
using MeetingCloud.Contracts;
using MeetingCloud.Storage.Origins;
using MeetingCloud.Storage.Origins.Health;
using MeetingCloud.Storage.WebDav;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Origins;

/// <summary>The pool as admins see it.</summary>
internal sealed class OriginReport(
    OriginPool pool, OriginCache cache, OriginRepair repair, IDbContextFactory<MeetingDb> databases, TimeProvider time)
{
    private readonly DateTimeOffset _since = time.GetUtcNow();

    public WebdavStatus Status() => new(
        [.. pool.Servers.Select(Status)],
        pool.Servers.Sum(server => server.Limiter.InUse),
        pool.Servers.Where(server => server.IsEnabled && server.Health.IsUsable).Sum(server => server.Limiter.Capacity),
        JsonNamingPolicy.KebabCaseLower.ConvertName(pool.Strategy.ToString()),
        pool.Replicas);

    public static WebdavServerStatus Status(OriginServer server)
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
            string.Create(CultureInfo.InvariantCulture, $"{100 * server.Limiter.InUse / server.Limiter.Capacity}%"),
            server.Counters.MeanLatency is { } latency ? Math.Round(latency.TotalMilliseconds, 1) : null,
            options.Weight,
            server.Quota is { } quota ? Storage(quota) : null,
            server.Limiter.Spent is { } spent ? new WebdavBudget(spent, options.RequestsPerWindow!.Value, options.Window.TotalSeconds) : null);
    }

    public async Task<WebdavStats> StatsAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var copies = await db.BlobCopies
            .GroupBy(c => new { c.WebdavServerId, c.State })
            .Select(g => new { g.Key.WebdavServerId, g.Key.State, Count = g.LongCount(), Bytes = g.Sum(c => c.Size) })
            .ToListAsync(cancellationToken);
        var servers = pool.Servers
            .Select(server => Stats(
                server,
                copies.Where(c => c.WebdavServerId == server.Id && c.State == OriginCopyState.Stored).Sum(c => c.Count),
                copies.Where(c => c.WebdavServerId == server.Id && c.State == OriginCopyState.Stored).Sum(c => c.Bytes)))
            .ToList();
        return new WebdavStats(
            _since,
            servers,
            new WebdavTotals(
                servers.Sum(server => server.Requests.Values.Sum()),
                servers.Sum(server => server.Uploads),
                servers.Sum(server => server.Downloads),
                servers.Sum(server => server.BytesUploaded),
                servers.Sum(server => server.BytesDownloaded),
                servers.Sum(server => server.Errors.Values.Sum())),
            await FilesAsync(db, State, cancellationToken),
            new WebdavCache(cache.Used, cache.Quota, cache.Hits, cache.Misses, cache.Fetches));

        long State(OriginCopyState state) => copies.Where(c => c.State == state).Sum(c => c.Count);
    }

    private async Task<WebdavFiles> FilesAsync(MeetingDb db, Func<OriginCopyState, long> count, CancellationToken cancellationToken)
    {
        var counting = repair.CountingServers();
        var replicas = pool.Replicas;
        var files = db.ReferencedBlobs();
        var total = await files.LongCountAsync(cancellationToken);
        var unplaced = await files.LongCountAsync(
            f => !db.BlobCopies.Any(c => c.Sha256 == f.Sha256 && c.State != OriginCopyState.Writing && c.State != OriginCopyState.Deleting),
            cancellationToken);
        var replicated = await files.LongCountAsync(
            f => db.BlobCopies
                .Where(c => c.Sha256 == f.Sha256 && c.State == OriginCopyState.Stored && counting.Contains(c.WebdavServerId))
                .Select(c => c.WebdavServerId).Distinct().Count() >= replicas,
            cancellationToken);
        return new WebdavFiles(
            total, replicated, total - replicated - unplaced, unplaced, count(OriginCopyState.Suspect), count(OriginCopyState.Deleting));
    }

    private static WebdavServerStats Stats(OriginServer server, long copies, long bytes)
    {
        var counters = server.Counters;
        var latency = counters.Latency.Quantiles(0.5, 0.95, 0.99);
        return new WebdavServerStats(
            server.Id,
            counters.Requests,
            counters.Requests.GetValueOrDefault("PUT"),
            counters.Requests.GetValueOrDefault("GET"),
            counters.BytesSent,
            counters.BytesReceived,
            counters.Errors.ToDictionary(error => Name(error.Key), error => error.Value, StringComparer.Ordinal),
            latency is null ? null : new WebdavLatency(Milliseconds(latency[0]), Milliseconds(latency[1]), Milliseconds(latency[2])),
            server.Limiter.InUse,
            server.Limiter.Waiting,
            copies,
            bytes);
    }

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
