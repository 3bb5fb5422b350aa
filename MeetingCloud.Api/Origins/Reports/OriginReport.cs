using System.Text.Json;
using MeetingCloud.Api.Data;
using MeetingCloud.Api.Origins.Leases;
using MeetingCloud.Contracts;
using MeetingCloud.Storage.Origins;
using MeetingCloud.Storage.Origins.Limits;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Origins.Reports;

/// <summary>The pool as admins see it: what all instances do with it.</summary>
internal sealed class OriginReport(
    OriginPool pool,
    OriginCache cache,
    OriginRepair repair,
    IDbContextFactory<MeetingDb> databases,
    SharedReports shared,
    RedisOriginLeases leases,
    TimeProvider time)
{
    /// <summary>Since when this instance counts.</summary>
    public DateTimeOffset Since { get; } = time.GetUtcNow();

    /// <summary>What this instance alone did and sees.</summary>
    public InstanceReport Own() => new(Since, [.. pool.Servers.Select(ServerReports.Of)], cache.Hits, cache.Misses, cache.Fetches);

    public async Task<WebdavStatus> StatusAsync(CancellationToken cancellationToken)
    {
        var reports = await AllAsync(cancellationToken);
        var servers = await Task.WhenAll(pool.Servers.Select(server => StatusAsync(server, reports, cancellationToken)));
        return new WebdavStatus(
            servers,
            servers.Sum(server => server.Concurrent),
            servers.Where(server => server.Enabled && server.Healthy).Sum(server => server.MaxConcurrent),
            JsonNamingPolicy.KebabCaseLower.ConvertName(pool.Strategy.ToString()),
            pool.Replicas);
    }

    public async Task<WebdavServerStatus> StatusAsync(OriginServer server, CancellationToken cancellationToken) =>
        await StatusAsync(server, await AllAsync(cancellationToken), cancellationToken);

    public async Task<WebdavStats> StatsAsync(CancellationToken cancellationToken)
    {
        var reports = await AllAsync(cancellationToken);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var copies = await db.BlobCopies
            .Where(c => c.State == OriginCopyState.Stored)
            .GroupBy(c => c.WebdavServerId)
            .Select(g => new { Server = g.Key, Count = g.LongCount(), Bytes = g.Sum(c => c.Size) })
            .ToDictionaryAsync(c => c.Server, StringComparer.Ordinal, cancellationToken);
        var servers = pool.Servers
            .Select(server => Merge(server, reports).Stats with
            {
                Copies = copies.GetValueOrDefault(server.Id)?.Count ?? 0,
                Bytes = copies.GetValueOrDefault(server.Id)?.Bytes ?? 0,
            })
            .ToList();
        return new WebdavStats(
            reports.Min(report => report.Since),
            servers,
            new WebdavTotals(
                servers.Sum(server => server.Requests.Values.Sum()),
                servers.Sum(server => server.Uploads),
                servers.Sum(server => server.Downloads),
                servers.Sum(server => server.BytesUploaded),
                servers.Sum(server => server.BytesDownloaded),
                servers.Sum(server => server.Errors.Values.Sum())),
            await FilesAsync(db, cancellationToken),
            new WebdavCache(
                cache.Used, cache.Quota, reports.Sum(report => report.Hits), reports.Sum(report => report.Misses), reports.Sum(report => report.Fetches)));
    }

    /// <summary>How the files stand.</summary>
    public async Task<WebdavFiles> FilesAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await FilesAsync(db, cancellationToken);
    }

    private async Task<IReadOnlyList<InstanceReport>> AllAsync(CancellationToken cancellationToken) =>
        [Own(), .. await shared.OfOthersAsync(cancellationToken)];

    private static ServerReport Merge(OriginServer server, IReadOnlyList<InstanceReport> reports) => ServerReports.Merge(
        [.. reports.SelectMany(report => report.Servers).Where(part => part.Status.Id == server.Id)]);

    private async Task<WebdavServerStatus> StatusAsync(
        OriginServer server, IReadOnlyList<InstanceReport> reports, CancellationToken cancellationToken)
    {
        var status = Merge(server, reports).Status;
        return status.Budget is { } budget
            ? status with
            {
                // Instances that have ended spent of it as well.
                Budget = budget with
                {
                    Used = await leases.SpentAsync(server.Id, OriginLimiter.WindowBudget, budget.Limit, server.Options.Window, cancellationToken),
                },
            }
            : status;
    }

    private async Task<WebdavFiles> FilesAsync(MeetingDb db, CancellationToken cancellationToken)
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
            total,
            replicated,
            total - replicated - unplaced,
            unplaced,
            await db.BlobCopies.LongCountAsync(c => c.State == OriginCopyState.Suspect, cancellationToken),
            await db.BlobCopies.LongCountAsync(c => c.State == OriginCopyState.Deleting, cancellationToken));
    }
}
