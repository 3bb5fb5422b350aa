using MeetingCloud.Api.Data;
using MeetingCloud.Api.Instances;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Origins.Migrations;

/// <summary>
/// Carries migrations out, one at a time, a few files at a time. Each step is recorded, so that a migration that a crash broke off goes
/// on where it was.
/// </summary>
internal sealed class MigrationRunner(
    MigrationMover mover,
    OriginServers servers,
    ClusterLock cluster,
    IDbContextFactory<MeetingDb> databases,
    WriteGate gate,
    TimeProvider time,
    ILogger<MigrationRunner> logger) : BackgroundService
{
    private const int Movers = 4;
    private const int Batch = 200;
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(2);

    private readonly WakeSignal _wake = new();

    /// <summary>Something was started or cancelled.</summary>
    public void Wake() => _wake.Set();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                if (cluster.IsHeld && await FindAsync(stoppingToken) is { } id)
                {
                    await RunAsync(id, stoppingToken);
                    continue;
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.WorkFailed(exception);
            }

            // Redis and the clock of a test do not agree: other instances' migrations are looked for in real time.
            await _wake.WaitAsync(s_look, TimeProvider.System, stoppingToken);
        }
    }

    private async Task<string?> FindAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Migrations
            .Where(m => m.State == MigrationState.Pending || m.State == MigrationState.Running)
            .OrderBy(m => m.CreatedAt)
            .Select(m => m.Id)
            .FirstOrDefaultAsync(cancellationToken);
    }

    private async Task RunAsync(string id, CancellationToken stoppingToken)
    {
        // What it was planned by.
        await servers.RefreshAsync(stoppingToken);
        if (await BeginAsync(id, stoppingToken) is not { } verifyContent)
        {
            return;
        }

        logger.MigrationStarted(id);

        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var watch = WatchAsync(id, cancelled, watching.Token);
        try
        {
            while (await NextAsync(id, cancelled.Token) is { Count: > 0 } items)
            {
                await Parallel.ForEachAsync(
                    // The copies of one file one after the other: what one step reads, the next finds in the cache.
                    items.GroupBy(item => item.Sha256, StringComparer.Ordinal),
                    new ParallelOptions { MaxDegreeOfParallelism = Movers, CancellationToken = cancelled.Token },
                    async (file, token) =>
                    {
                        foreach (var item in file)
                        {
                            await mover.MoveAsync(item, verifyContent, token);
                        }
                    });
            }
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested && !stoppingToken.IsCancellationRequested)
        {
            // By an admin, or another instance has the lock.
        }
        finally
        {
            await watching.CancelAsync();
            await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await FinishAsync(id, stoppingToken);
    }

    /// <returns>Whether contents are verified; null where it was cancelled, or has ended, since it was found.</returns>
    private async Task<bool?> BeginAsync(string id, CancellationToken cancellationToken)
    {
        bool? verifyContent = null;
        await gate.WriteAsync(
            async db =>
            {
                var row = await db.Migrations.FirstOrDefaultAsync(
                    m => m.Id == id && (m.State == MigrationState.Pending || m.State == MigrationState.Running), cancellationToken);
                if (row is not null)
                {
                    row.State = MigrationState.Running;
                    row.StartedAt ??= time.GetUtcNow();
                    await db.SaveChangesAsync(cancellationToken);
                }

                verifyContent = row?.VerifyContent;
            },
            cancellationToken);
        return verifyContent;
    }

    private async Task<List<MigrationItemRow>> NextAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.MigrationItems.AsNoTracking()
            .Where(i => i.MigrationId == id && (i.State == MigrationItemState.Planned || i.State == MigrationItemState.Copied))
            .OrderBy(i => i.Id)
            .Take(Batch)
            .ToListAsync(cancellationToken);
    }

    // Sees a wish to cancel, which may have come to another instance, and that the lock is another's.
    private async Task WatchAsync(string id, CancellationTokenSource cancelled, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!cluster.IsHeld || await IsCancelledAsync(id, cancellationToken))
            {
                await cancelled.CancelAsync();
                return;
            }

            await _wake.WaitAsync(s_look, TimeProvider.System, cancellationToken);
        }
    }

    private async Task<bool> IsCancelledAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            return await db.Migrations.AnyAsync(m => m.Id == id && m.CancelRequested, cancellationToken);
        }
        catch (Exception exception) when (DatabaseFailure.IsUnavailable(exception))
        {
            // Looked at again in a moment; the steps under way notice it by themselves.
            return false;
        }
    }

    private Task FinishAsync(string id, CancellationToken cancellationToken) => gate.WriteAsync(
        async db =>
        {
            if (await db.Migrations.FirstOrDefaultAsync(m => m.Id == id && m.State == MigrationState.Running, cancellationToken) is not { } row)
            {
                // Another instance has ended it.
                return;
            }

            var left = await db.MigrationItems.AnyAsync(
                i => i.MigrationId == id && (i.State == MigrationItemState.Planned || i.State == MigrationItemState.Copied), cancellationToken);
            if (left && !row.CancelRequested)
            {
                // Another instance goes on with it.
                return;
            }

            var failed = await db.MigrationItems.CountAsync(i => i.MigrationId == id && i.State == MigrationItemState.Failed, cancellationToken);
            row.State = left ? MigrationState.Cancelled : failed > 0 ? MigrationState.Failed : MigrationState.Completed;
            row.Error = failed > 0 ? $"{failed} of the steps failed; no copy of those files was given up." : null;
            row.FinishedAt = time.GetUtcNow();
            await db.SaveChangesAsync(cancellationToken);
            logger.MigrationFinished(id, row.State);
        },
        cancellationToken);
}
