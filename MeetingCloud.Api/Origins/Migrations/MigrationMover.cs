using MeetingCloud.Api.Data;
using MeetingCloud.Contracts;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Origins;
using MeetingCloud.Storage.WebDav;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Origins.Migrations;

/// <summary>
/// One step of a migration: copy, verify, switch, delete. The old copy is given up only when the database knows the new one, and only
/// while enough others are left.
/// </summary>
internal sealed class MigrationMover(
    OriginPool pool,
    OriginCatalog catalog,
    OriginRepair repair,
    PoolOrigin origin,
    IDbContextFactory<MeetingDb> databases,
    WriteGate gate,
    TimeProvider time,
    ILogger<MigrationMover> logger)
{
    private const int Attempts = 3;

    /// <summary>After the first attempt; after the next ones twice as long, and so on.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    /// <summary>How long a step waits for a server that is out. What is out for longer is left for another migration.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    public async Task MoveAsync(MigrationItemRow item, bool verifyContent, CancellationToken cancellationToken)
    {
        var blob = BlobHash.Parse(item.Sha256);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await MoveAsync(item, blob, verifyContent, cancellationToken);
                return;
            }
            catch (IOException exception) when (exception is not StorageFullException && attempt < Attempts)
            {
                logger.StepFailed(blob, item.TargetServerId ?? item.SourceServerId, exception.Message);
                await Task.Delay(attempt * s_pause, time, cancellationToken);
            }
            catch (IOException exception)
            {
                await SetAsync(item, MigrationItemState.Failed, null, exception.Message, cancellationToken);
                return;
            }
        }
    }

    private async Task MoveAsync(MigrationItemRow item, BlobHash blob, bool verifyContent, CancellationToken cancellationToken)
    {
        await using (var db = await databases.CreateDbContextAsync(cancellationToken))
        {
            if (!await db.IsReferencedAsync(item.Sha256, cancellationToken))
            {
                await SetAsync(item, MigrationItemState.Skipped, null, null, cancellationToken);
                return;
            }
        }

        string? made = null;
        if (item is { State: MigrationItemState.Planned, TargetServerId: { } targetId })
        {
            var target = pool.Find(targetId) ?? throw new IOException($"{targetId} is not configured any more.");
            made = await CopyAsync(item, blob, target, verifyContent, cancellationToken);
            await SetAsync(item, MigrationItemState.Copied, made, null, cancellationToken);
            item.State = MigrationItemState.Copied;
        }

        if (item.SurplusCopyId is { } surplusId)
        {
            await SwitchAsync(item, blob, surplusId, cancellationToken);
        }

        await SetAsync(item, MigrationItemState.Done, null, null, cancellationToken);
    }

    /// <returns>Id of the copy: the new one, or the one that the server had already.</returns>
    private async Task<string> CopyAsync(
        MigrationItemRow item, BlobHash blob, OriginServer target, bool verifyContent, CancellationToken cancellationToken)
    {
        // Repair, or this step before a crash or a failure, may have been here: whether that copy was read back, nobody knows.
        var copy = (await catalog.FindAsync(blob, cancellationToken)).FirstOrDefault(c => c.ServerId == target.Id && c.State == OriginCopyState.Stored);
        if (copy is null)
        {
            await WaitForAsync(target, cancellationToken);
            using var content = await origin.OpenWholeAsync(blob, item.Size, Timeout.InfiniteTimeSpan, cancellationToken);
            copy = await pool.WriteCopyAsync(target, blob, content, OriginPriority.Migration, cancellationToken);
        }

        if (verifyContent && !await repair.HashAsync(blob, item.Size, copy, cancellationToken))
        {
            await catalog.SetStateAsync(copy.Id, OriginCopyState.Deleting, cancellationToken);
            throw new IOException($"What {target.Id} gave back was not what it was sent.");
        }

        return copy.Id;
    }

    private async Task SwitchAsync(MigrationItemRow item, BlobHash blob, string surplusId, CancellationToken cancellationToken)
    {
        OriginCopy? surplus = null;
        await gate.ExclusivelyAsync(
            async db =>
            {
                var copies = await db.BlobCopies.Where(c => c.Sha256 == item.Sha256).ToListAsync(cancellationToken);
                var row = copies.Find(c => c.Id == surplusId && c.State != OriginCopyState.Deleting);
                if (row is null)
                {
                    return;
                }

                var others = copies
                    .Where(c => c.Id != surplusId && c.State == OriginCopyState.Stored && repair.Counts(c.WebdavServerId))
                    .Select(c => c.WebdavServerId).Distinct(StringComparer.Ordinal).Count();
                if (others < pool.Replicas)
                {
                    throw new IOException($"Without the copy on {row.WebdavServerId} only {others} of {pool.Replicas} would be left.");
                }

                row.State = OriginCopyState.Deleting;
                row.UpdatedAt = time.GetUtcNow();
                await db.SaveChangesAsync(cancellationToken);
                surplus = row.ToCopy();
            },
            cancellationToken);
        if (surplus is not null && pool.Find(surplus.ServerId) is { Health.IsUsable: true })
        {
            try
            {
                await pool.DeleteCopyAsync(blob, item.Size, surplus, OriginPriority.Migration, cancellationToken);
            }
            catch (WebDavException exception)
            {
                // It is recorded for deletion, and deleted when the server lets us.
                logger.DeleteFailed(surplus.Id, surplus.ServerId, exception.Message);
            }
        }
    }

    private async Task WaitForAsync(OriginServer server, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await pool.WaitUntilTakesFilesAsync(server, either.Token);
        }
        catch (OperationCanceledException exception) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"{server.Id} is {server.Health.Condition.State}: {server.Health.Condition.Reason}", exception);
        }
    }

    // Only onward: another instance, which has the lock by now, may have done the step meanwhile.
    private Task SetAsync(
        MigrationItemRow item, MigrationItemState state, string? madeCopyId, string? error, CancellationToken cancellationToken)
    {
        MigrationItemState[] before = state == MigrationItemState.Copied ? [MigrationItemState.Planned] : [MigrationItemState.Planned, MigrationItemState.Copied];
        return gate.ExclusivelyAsync(
            db => db.MigrationItems.Where(i => i.Id == item.Id && before.Contains(i.State)).ExecuteUpdateAsync(
                set => set.SetProperty(i => i.State, state)
                    .SetProperty(i => i.MadeCopyId, i => madeCopyId ?? i.MadeCopyId)
                    .SetProperty(i => i.Error, error),
                cancellationToken),
            cancellationToken);
    }
}
