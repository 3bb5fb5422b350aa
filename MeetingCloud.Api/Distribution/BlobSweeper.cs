using MeetingCloud.Api.Data;
using MeetingCloud.Api.Instances;
using MeetingCloud.Api.Origins;
using MeetingCloud.Storage.Blobs;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Distribution;

/// <summary>Deletes blobs that no file, track or artwork names any more, and what broken uploads left behind.</summary>
internal sealed class BlobSweeper(
    BlobStore blobs,
    IOrigin origin,
    ClusterLock cluster,
    IDbContextFactory<MeetingDb> databases,
    WriteGate gate,
    TimeProvider time,
    ILogger<BlobSweeper> logger) : BackgroundService
{
    /// <summary>A blob is older than its file's row by as long as the rest of the upload takes.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_interval = TimeSpan.FromHours(1);

    /// <summary>By then one of the instances has the lock: sooner, none would sweep in its first round.</summary>
    private static readonly TimeSpan s_start = TimeSpan.FromMinutes(1);

    /// <summary>Deletes what is unnamed and older than the grace.</summary>
    /// <returns>Blobs deleted.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        var before = time.GetUtcNow() - s_grace;
        await using var reader = await databases.CreateDbContextAsync(cancellationToken);
        foreach (var blob in blobs.Enumerate().Where(b => b.LastWrite < before))
        {
            var sha256 = blob.Hash.ToString();
            // Nearly all are named: for those nobody who writes has to wait.
            if (await reader.IsReferencedAsync(sha256, cancellationToken))
            {
                continue;
            }

            // Once more while nothing can begin to name it: an upload of the same bytes checks for the blob under the same lock.
            await gate.ExclusivelyAsync(
                async db =>
                {
                    if (!await db.IsReferencedAsync(sha256, cancellationToken) && origin.Discard(blob.Hash, unlessAddedSince: before))
                    {
                        count++;
                    }
                },
                cancellationToken);
        }

        return count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(s_start, time, stoppingToken);
        using var timer = new PeriodicTimer(s_interval, time);
        do
        {
            try
            {
                // What a process that died was writing; of what others write now nothing.
                blobs.DeleteStaleTemporaries();
                // Where the disk is a cache, each instance may have its own.
                var count = cluster.IsHeld || origin is PoolOrigin ? await SweepAsync(stoppingToken) : 0;
                if (count > 0)
                {
                    Log.Swept(logger, count);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.SweepFailed(logger, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
