using MeetingCloud.Api.Data;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Origins;
using MeetingCloud.Storage.WebDav;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Origins;

/// <summary>Gives blobs the copies they should have, and takes away those that are wrong or not wanted any more.</summary>
internal sealed class OriginRepair(
    OriginPool pool,
    OriginCatalog catalog,
    PoolOrigin origin,
    OriginOptions options,
    IDbContextFactory<MeetingDb> databases,
    TimeProvider time,
    ILogger<OriginRepair> logger)
{
    /// <summary>How long a repair waits for a server to read from: there are others that it could make meanwhile.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Copies that count: a server that is out for a while keeps its files, and comes back with them.</summary>
    public bool Counts(string serverId) =>
        pool.Find(serverId) is { IsEnabled: true } server
        && (server.Health.IsUsable || time.GetUtcNow() - server.Health.Condition.Since < options.RepairDelay);

    /// <summary>Ids of the servers whose copies count now.</summary>
    public List<string> CountingServers() => [.. pool.Servers.Select(server => server.Id).Where(Counts)];

    /// <summary>Works on one blob. What could not be done now is found again by the next search.</summary>
    public async Task RepairAsync(RepairTask task, CancellationToken cancellationToken)
    {
        if (!await IsReferencedOrFreshAsync(task.Blob, cancellationToken))
        {
            return;
        }

        if (task.Verify)
        {
            await VerifyAsync(task, cancellationToken);
        }

        var copies = await catalog.FindAsync(task.Blob, cancellationToken);
        var missing = Lacking(copies);
        if (missing > 0 && (await catalog.IsBeingWrittenAsync(task.Blob, cancellationToken)
            || !await AddCopiesAsync(task, copies, missing, cancellationToken)))
        {
            return;
        }

        if (!WrongOrTwice(copies).Any())
        {
            return;
        }

        // By what is so now: what was read above may be minutes old, and a migration may have taken away others meanwhile.
        var marked = await catalog.MarkAsync(task.Blob, now => Lacking(now) > 0 ? [] : WrongOrTwice(now), cancellationToken);
        foreach (var copy in marked)
        {
            await DeleteAsync(task, copy, cancellationToken);
        }
    }

    private int Lacking(IReadOnlyList<OriginCopy> copies) =>
        pool.Replicas - copies.Where(IsSound).Select(copy => copy.ServerId).Distinct(StringComparer.Ordinal).Count();

    // Two instances, or a repair and a migration, may have made the same copy at one time: the older one stays.
    private static IEnumerable<OriginCopy> WrongOrTwice(IReadOnlyList<OriginCopy> copies) =>
        copies.Where(copy => copy.State == OriginCopyState.Suspect).Concat(copies.Where(copy => copy.State == OriginCopyState.Stored)
            .GroupBy(copy => copy.ServerId, StringComparer.Ordinal)
            .SelectMany(group => group.OrderBy(copy => copy.Id, StringComparer.Ordinal).Skip(1)));

    private async Task DeleteAsync(RepairTask task, OriginCopy copy, CancellationToken cancellationToken)
    {
        if (pool.Find(copy.ServerId) is { Health.IsUsable: true })
        {
            try
            {
                await pool.DeleteCopyAsync(task.Blob, task.Size, copy, OriginPriority.Migration, cancellationToken);
            }
            catch (WebDavException exception)
            {
                logger.DeleteFailed(copy.Id, copy.ServerId, exception.Message);
            }
        }
    }

    private bool IsSound(OriginCopy copy) => copy.State == OriginCopyState.Stored && Counts(copy.ServerId);

    /// <returns>Whether all that were missing are there now.</returns>
    private async Task<bool> AddCopiesAsync(
        RepairTask task, IReadOnlyList<OriginCopy> copies, int missing, CancellationToken cancellationToken)
    {
        var taken = copies.Where(IsSound).Select(copy => copy.ServerId).ToHashSet(StringComparer.Ordinal);
        var places = pool.Rank(task.Blob).Where(server => !taken.Contains(server.Id) && server.Health.TakesFiles && server.HasSpace(task.Size));
        foreach (var server in places)
        {
            // Through the cache: the bytes are verified on their way, and fetched once for all copies.
            using var content = await origin.OpenWholeAsync(task.Blob, task.Size, s_patience, cancellationToken);
            try
            {
                if (await pool.TryWriteCopyAsync(server, task.Blob, content, IsWanted, OriginPriority.Migration, cancellationToken) is null)
                {
                    // Another instance came first, though not yet when this one looked.
                    return false;
                }

                logger.Repaired(task.Blob, server.Id);
                if (--missing == 0)
                {
                    return true;
                }
            }
            catch (WebDavException exception)
            {
                logger.RepairFailed(task.Blob, server.Id, exception.Message);
            }
        }

        return false;

        bool IsWanted(IReadOnlyList<OriginCopy> now) => Lacking(now) > 0 && !now.Any(copy => copy.State == OriginCopyState.Writing);
    }

    // Reads every copy and marks those that are not what their name says.
    private async Task VerifyAsync(RepairTask task, CancellationToken cancellationToken)
    {
        var copies = await catalog.FindAsync(task.Blob, cancellationToken);
        foreach (var copy in copies.Where(copy => copy.State == OriginCopyState.Stored && pool.Find(copy.ServerId) is not null))
        {
            try
            {
                if (!await HashAsync(task.Blob, task.Size, copy, cancellationToken))
                {
                    logger.WrongCopy(task.Blob, copy.ServerId);
                    await catalog.SetStateAsync(copy.Id, OriginCopyState.Suspect, cancellationToken);
                }
            }
            catch (WebDavException exception)
            {
                logger.RepairFailed(task.Blob, copy.ServerId, exception.Message);
            }
        }
    }

    /// <summary>Reads a copy whole.</summary>
    /// <returns>Whether it is what its name says.</returns>
    public async Task<bool> HashAsync(BlobHash blob, long size, OriginCopy copy, CancellationToken cancellationToken)
    {
        using var hasher = new BlobHasher();
        await pool.ReadCopyAsync(
            blob,
            size,
            copy,
            OriginPriority.Migration,
            (bytes, _) =>
            {
                hasher.Append(bytes.Span);
                return ValueTask.CompletedTask;
            },
            cancellationToken);
        return hasher.Finish().Hash == blob;
    }

    // What nobody names is not repaired, except that an upload is recorded a moment before its file is named.
    private async Task<bool> IsReferencedOrFreshAsync(BlobHash blob, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var sha256 = blob.ToString();
        var fresh = time.GetUtcNow() - TimeSpan.FromMinutes(10);
        return await db.IsReferencedAsync(sha256, cancellationToken)
            || await db.BlobCopies.AnyAsync(c => c.Sha256 == sha256 && c.State == OriginCopyState.Stored && c.UpdatedAt > fresh, cancellationToken);
    }
}
