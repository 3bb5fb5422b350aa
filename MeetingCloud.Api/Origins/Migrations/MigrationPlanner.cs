using System.Runtime.CompilerServices;
using MeetingCloud.Api.Data;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Origins;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Origins.Migrations;

/// <summary>Compares where files are with where they belong.</summary>
internal sealed class MigrationPlanner(OriginPool pool, OriginServers servers, IDbContextFactory<MeetingDb> databases)
{
    private const int PageSize = 1000;

    /// <summary>The steps that bring every file to its places, in the order of their hashes.</summary>
    /// <param name="serverId">Only what this server has; null for all.</param>
    public async IAsyncEnumerable<PlannedMove> PlanAsync(string? serverId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // An admin may have switched a server off a moment ago, at another instance.
        await servers.RefreshAsync(cancellationToken);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        for (var last = ""; ;)
        {
            var page = await db.ReferencedBlobs()
                .Where(blob => blob.Sha256.CompareTo(last) > 0)
                .OrderBy(blob => blob.Sha256)
                .Take(PageSize)
                .ToListAsync(cancellationToken);
            if (page.Count == 0)
            {
                yield break;
            }

            last = page[^1].Sha256;
            var names = page.ConvertAll(blob => blob.Sha256);
            var copies = (await db.BlobCopies.AsNoTracking()
                    .Where(copy => names.Contains(copy.Sha256) && copy.State == OriginCopyState.Stored)
                    // Of two on one server the older one stays, as repair has it.
                    .OrderBy(copy => copy.Id)
                    .ToListAsync(cancellationToken))
                .ToLookup(copy => copy.Sha256, copy => copy.ToCopy(), StringComparer.Ordinal);
            foreach (var move in page.SelectMany(blob => Plan(BlobHash.Parse(blob.Sha256), blob.Size, [.. copies[blob.Sha256]], serverId)))
            {
                yield return move;
            }
        }
    }

    internal IEnumerable<PlannedMove> Plan(BlobHash blob, long size, IReadOnlyList<OriginCopy> copies, string? serverId)
    {
        if (serverId is not null && !copies.Any(copy => copy.ServerId == serverId))
        {
            yield break;
        }

        var places = Places(blob, size, copies);
        var kept = new HashSet<string>(StringComparer.Ordinal);
        var surplus = new Queue<OriginCopy>();
        foreach (var copy in copies)
        {
            // A second copy on one server is worth nothing.
            if (places.Any(place => place.Id == copy.ServerId) && kept.Add(copy.ServerId))
            {
                continue;
            }

            if ((serverId is null || copy.ServerId == serverId) && pool.Find(copy.ServerId) is not null)
            {
                surplus.Enqueue(copy);
            }
        }

        var source = copies.FirstOrDefault(copy => pool.Find(copy.ServerId) is { Health.IsUsable: true });
        foreach (var target in places.Where(place => !kept.Contains(place.Id)))
        {
            yield return new PlannedMove(blob, size, target, surplus.TryDequeue(out var old) ? old : null, source);
        }

        while (places.Count > 0 && surplus.TryDequeue(out var old))
        {
            yield return new PlannedMove(blob, size, null, old, null);
        }
    }

    // By hash, each file has its places. The other strategies have none: what is on a server in service stays, and only what is missing is placed.
    private List<OriginServer> Places(BlobHash blob, long size, IReadOnlyList<OriginCopy> copies)
    {
        var ranked = pool.Rank(blob).Where(server => copies.Any(copy => copy.ServerId == server.Id) || server.HasSpace(size));
        return pool.Strategy == PlacementStrategy.Hash
            ? [.. ranked.Take(pool.Replicas)]
            : [.. ranked.OrderBy(server => !copies.Any(copy => copy.ServerId == server.Id)).Take(pool.Replicas)];
    }
}
