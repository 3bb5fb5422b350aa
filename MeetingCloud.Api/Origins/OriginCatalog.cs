using System.Collections.Concurrent;
using MeetingCloud.Api.Data;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Origins;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Origins;

/// <summary>The pool's catalog, in the database.</summary>
internal sealed class OriginCatalog(IDbContextFactory<MeetingDb> databases, WriteGate gate, TimeProvider time) : IOriginCatalog
{
    /// <summary>How often <see cref="RenewWritingAsync"/> is called.</summary>
    public static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan s_writing = 3 * RenewInterval;

    private readonly ConcurrentDictionary<string, byte> _writing = new(StringComparer.Ordinal);

    /// <summary>A copy that is being written was begun or renewed since then, in whichever instance.</summary>
    public DateTimeOffset WritingSince => time.GetUtcNow() - s_writing;

    public async ValueTask<IReadOnlyList<OriginCopy>> FindAsync(BlobHash blob, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var sha256 = blob.ToString();
        var rows = await db.BlobCopies.AsNoTracking().Where(c => c.Sha256 == sha256).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => row.ToCopy());
    }

    /// <summary>Bytes of a blob of which a copy is recorded that can be read; null where there is none.</summary>
    public async Task<long?> FindSizeAsync(BlobHash blob, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var sha256 = blob.ToString();
        return await db.BlobCopies
            .Where(c => c.Sha256 == sha256 && (c.State == OriginCopyState.Stored || c.State == OriginCopyState.Suspect))
            .Select(c => (long?)c.Size)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Whether some instance is making a copy of the blob now.</summary>
    public async Task<bool> IsBeingWrittenAsync(BlobHash blob, CancellationToken cancellationToken)
    {
        var sha256 = blob.ToString();
        var since = WritingSince;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.BlobCopies.AnyAsync(
            c => c.Sha256 == sha256 && c.State == OriginCopyState.Writing && c.UpdatedAt > since, cancellationToken);
    }

    public async Task<bool> AddAsync(
        BlobHash blob, long size, OriginCopy copy, Func<IReadOnlyList<OriginCopy>, bool>? isWanted, CancellationToken cancellationToken)
    {
        var sha256 = blob.ToString();
        var wanted = true;
        await gate.ExclusivelyAsync(
            async db =>
            {
                if (isWanted is not null)
                {
                    var since = WritingSince;
                    var others = await db.BlobCopies.AsNoTracking()
                        .Where(c => c.Sha256 == sha256 && (c.State != OriginCopyState.Writing || c.UpdatedAt > since))
                        .ToListAsync(cancellationToken);
                    wanted = isWanted(others.ConvertAll(row => row.ToCopy()));
                }

                if (wanted)
                {
                    db.Add(new BlobCopyRow
                    {
                        Id = copy.Id,
                        Sha256 = sha256,
                        Size = size,
                        WebdavServerId = copy.ServerId,
                        PartSize = copy.PartSize,
                        State = copy.State,
                        UpdatedAt = time.GetUtcNow(),
                    });
                    await db.SaveChangesAsync(cancellationToken);
                }
            },
            cancellationToken);
        if (wanted)
        {
            _writing[copy.Id] = 0;
        }

        return wanted;
    }

    public async Task<bool> SetStateAsync(string copyId, OriginCopyState state, CancellationToken cancellationToken)
    {
        if (state != OriginCopyState.Writing)
        {
            _writing.TryRemove(copyId, out _);
        }

        var now = time.GetUtcNow();
        var changed = 0;
        await gate.ExclusivelyAsync(
            async db => changed = await db.BlobCopies.Where(c => c.Id == copyId && c.State != OriginCopyState.Deleting).ExecuteUpdateAsync(
                set => set.SetProperty(c => c.State, state).SetProperty(c => c.UpdatedAt, now), cancellationToken),
            cancellationToken);
        return changed > 0;
    }

    /// <summary>Marks copies of a blob for deletion, while nothing else changes any.</summary>
    /// <param name="choose">Gets all that are recorded now.</param>
    /// <returns>Those that were chosen.</returns>
    public async Task<IReadOnlyList<OriginCopy>> MarkAsync(
        BlobHash blob, Func<IReadOnlyList<OriginCopy>, IEnumerable<OriginCopy>> choose, CancellationToken cancellationToken)
    {
        var sha256 = blob.ToString();
        var now = time.GetUtcNow();
        List<OriginCopy> marked = [];
        await gate.ExclusivelyAsync(
            async db =>
            {
                var rows = await db.BlobCopies.Where(c => c.Sha256 == sha256).ToListAsync(cancellationToken);
                marked = [.. choose(rows.ConvertAll(row => row.ToCopy()))];
                foreach (var row in rows.Where(row => marked.Exists(copy => copy.Id == row.Id)))
                {
                    row.State = OriginCopyState.Deleting;
                    row.UpdatedAt = now;
                }

                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken);
        return marked;
    }

    public Task RemoveAsync(string copyId, CancellationToken cancellationToken) => gate.ExclusivelyAsync(
        db => db.BlobCopies.Where(c => c.Id == copyId).ExecuteDeleteAsync(cancellationToken), cancellationToken);

    /// <summary>Shows that this instance is still writing what it says it writes, however long that takes.</summary>
    public async Task RenewWritingAsync(CancellationToken cancellationToken)
    {
        var ids = _writing.Keys.ToList();
        if (ids.Count > 0)
        {
            var now = time.GetUtcNow();
            await gate.ExclusivelyAsync(
                db => db.BlobCopies.Where(c => ids.Contains(c.Id) && c.State == OriginCopyState.Writing)
                    .ExecuteUpdateAsync(set => set.SetProperty(c => c.UpdatedAt, now), cancellationToken),
                cancellationToken);
        }
    }
}
