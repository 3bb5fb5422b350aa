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

    /// <summary>A little more than <see cref="UnnamedBlobs.Grace"/>: what one round finds without a name, the next deletes.</summary>
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(65);

    /// <summary>By then one of the instances has the lock: sooner, none would sweep in its first round.</summary>
    private static readonly TimeSpan s_start = TimeSpan.FromMinutes(1);

    private readonly UnnamedBlobs _unnamed = new(time);

    /// <summary>Deletes what is older than the grace and has been unnamed for as long.</summary>
    /// <returns>Blobs deleted.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var unnamed = new Dictionary<string, BlobHash>(StringComparer.Ordinal);
        var before = time.GetUtcNow() - s_grace;
        await using var reader = await databases.CreateDbContextAsync(cancellationToken);
        foreach (var blob in blobs.Enumerate())
        {
            // Nearly all are named: for those nobody who writes has to wait.
            var sha256 = blob.Hash.ToString();
            if (!await reader.IsReferencedAsync(sha256, cancellationToken))
            {
                unnamed[sha256] = blob.Hash;
            }
        }

        var count = 0;
        foreach (var sha256 in _unnamed.Note(unnamed.Keys))
        {
            // Once more while nothing can begin to name it: an upload of the same bytes checks for the blob under the same lock.
            await gate.ExclusivelyAsync(
                async db =>
                {
                    if (!await db.IsReferencedAsync(sha256, cancellationToken) && origin.Discard(unnamed[sha256], unlessAddedSince: before))
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
