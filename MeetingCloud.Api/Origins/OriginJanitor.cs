using MeetingCloud.Api.Data;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Origins;
using MeetingCloud.Storage.WebDav;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Origins;

/// <summary>
/// Finds in the database what is to be done about copies: those that are missing, those that a crash left half written, those that
/// nobody names, those that are to be deleted.
/// </summary>
internal sealed class OriginJanitor(
    OriginPool pool,
    OriginCatalog catalog,
    OriginRepair repair,
    OriginCache cache,
    RepairQueue repairs,
    IDbContextFactory<MeetingDb> databases,
    WriteGate gate,
    TimeProvider time,
    ILogger<OriginJanitor> logger)
{
    /// <summary>A copy is older than the row that names it by as long as the rest of the upload takes.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromHours(1);

    /// <summary>A copy that is being written is renewed far more often than this.</summary>
    private static readonly TimeSpan s_abandoned = TimeSpan.FromHours(1);

    /// <summary>
    /// A write whose fate was open may still be carried out a while later: deleting at once would find nothing, and leave a file behind
    /// that nobody knows.
    /// </summary>
    private static readonly TimeSpan s_settled = TimeSpan.FromMinutes(5);

    private const int Batch = 500;

    private readonly UnnamedBlobs _unnamed = new(time);

    /// <summary>Where the last search for missing copies ended; empty: at the end.</summary>
    private string _searched = "";

    /// <summary>
    /// Queues blobs that have fewer sound copies than they should, or bad ones, or two on one server: those that follow on the last search,
    /// so that many that cannot be repaired keep it from none that can.
    /// </summary>
    public async Task FindMissingAsync(CancellationToken cancellationToken)
    {
        if (repairs.Count >= Batch)
        {
            // Those that were found before come first.
            return;
        }

        var servers = repair.CountingServers();
        var after = _searched;
        var replicas = Math.Min(pool.Replicas, servers.Count);
        var writing = catalog.WritingSince;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var missing = await db.BlobCopies
            .Where(c => (c.State == OriginCopyState.Stored || c.State == OriginCopyState.Suspect) && c.Sha256.CompareTo(after) > 0
                // A large one takes its time: whoever makes it is looked for only once he is silent.
                && !db.BlobCopies.Any(w => w.Sha256 == c.Sha256 && w.State == OriginCopyState.Writing && w.UpdatedAt > writing))
            .GroupBy(c => new { c.Sha256, c.Size })
            .Where(g => g.Count(c => c.State == OriginCopyState.Stored && servers.Contains(c.WebdavServerId)) < replicas
                || g.Any(c => c.State == OriginCopyState.Suspect)
                || g.Count(c => c.State == OriginCopyState.Stored)
                    > g.Where(c => c.State == OriginCopyState.Stored).Select(c => c.WebdavServerId).Distinct().Count())
            .Select(g => g.Key)
            .OrderBy(blob => blob.Sha256)
            .Take(Batch)
            .ToListAsync(cancellationToken);
        _searched = missing.Count == Batch ? missing[^1].Sha256 : "";
        missing.ForEach(blob => repairs.Enqueue(BlobHash.Parse(blob.Sha256), blob.Size));
    }

    /// <summary>Marks for deletion what was left half written, and what nobody has named for a while.</summary>
    public async Task MarkLitterAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var abandoned = now - s_abandoned;
        var old = now - s_grace;
        List<string> unnamed;
        await using (var reader = await databases.CreateDbContextAsync(cancellationToken))
        {
            unnamed = await Unnamed(reader).Select(c => c.Sha256).Distinct().ToListAsync(cancellationToken);
        }

        var batches = _unnamed.Note(unnamed).Chunk(Batch).ToList();
        // While nothing can begin to name them: an upload of the same bytes checks for a copy under the same lock.
        await gate.ExclusivelyAsync(
            async db =>
            {
                await db.BlobCopies
                    .Where(c => c.State == OriginCopyState.Writing && c.UpdatedAt < abandoned)
                    .ExecuteUpdateAsync(set => set.SetProperty(c => c.State, OriginCopyState.Deleting), cancellationToken);
                foreach (var batch in batches)
                {
                    await Unnamed(db).Where(c => c.UpdatedAt < old && batch.Contains(c.Sha256))
                        .ExecuteUpdateAsync(set => set.SetProperty(c => c.State, OriginCopyState.Deleting), cancellationToken);
                }
            },
            cancellationToken);
    }

    private static IQueryable<BlobCopyRow> Unnamed(MeetingDb db) => db.BlobCopies.Where(
        c => (c.State == OriginCopyState.Stored || c.State == OriginCopyState.Suspect)
            && !db.Files.Any(f => f.Sha256 == c.Sha256)
            && !db.Tracks.Any(t => t.Sha256 == c.Sha256)
            && !db.Artworks.Any(a => a.Sha256 == c.Sha256));

    /// <summary>Deletes a server's copies that are marked, while it can be reached.</summary>
    public async Task DeleteMarkedAsync(OriginServer server, CancellationToken cancellationToken)
    {
        if (!server.Health.IsUsable)
        {
            return;
        }

        var settled = time.GetUtcNow() - s_settled;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var marked = await db.BlobCopies.AsNoTracking()
            .Where(c => c.WebdavServerId == server.Id && c.State == OriginCopyState.Deleting && c.UpdatedAt < settled)
            .OrderBy(c => c.UpdatedAt)
            .Take(Batch)
            .ToListAsync(cancellationToken);
        foreach (var copy in marked)
        {
            try
            {
                await pool.DeleteCopyAsync(BlobHash.Parse(copy.Sha256), copy.Size, copy.ToCopy(), OriginPriority.Migration, cancellationToken);
            }
            catch (WebDavException exception)
            {
                logger.DeleteFailed(copy.Id, server.Id, exception.Message);
                if (exception.ConcernsServer)
                {
                    return;
                }

                // It is this file that cannot be deleted now: it comes after the others the next time.
                var now = time.GetUtcNow();
                await gate.ExclusivelyAsync(
                    db => db.BlobCopies.Where(c => c.Id == copy.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.UpdatedAt, now), cancellationToken),
                    cancellationToken);
            }
        }
    }

    /// <summary>Removes from the disk what is above the quota and has a copy in the pool that counts, longest unused first.</summary>
    public async Task EvictAsync(CancellationToken cancellationToken)
    {
        var excess = cache.Excess;
        if (excess <= 0)
        {
            return;
        }

        // Where a server is gone, what is here may be all that repair can make its copies from.
        var servers = repair.CountingServers();
        if (servers.Count == 0)
        {
            return;
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        foreach (var oldest in cache.OldestFirst().Chunk(Batch))
        {
            var names = oldest.Select(file => file.Hash.ToString()).ToList();
            var stored = (await db.BlobCopies
                    .Where(c => names.Contains(c.Sha256) && c.State == OriginCopyState.Stored && servers.Contains(c.WebdavServerId))
                    .Select(c => c.Sha256).Distinct().ToListAsync(cancellationToken))
                .ToHashSet(StringComparer.Ordinal);
            foreach (var (hash, size) in oldest.Where(file => stored.Contains(file.Hash.ToString())))
            {
                // What another instance has removed has gone as well.
                cache.Remove(hash);
                if ((excess -= size) <= 0)
                {
                    return;
                }
            }
        }
    }
}
