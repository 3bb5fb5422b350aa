using System.Data.Common;
using MeetingCloud.Api.Data;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Packages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace MeetingCloud.Api.Meetings;

/// <summary>
/// Meetings read whole. Each request asks the database for the version alone, which is always right, and shares the snapshot of that
/// version with all others.
/// </summary>
internal sealed class MeetingSnapshots(IDbContextFactory<MeetingDb> databases, ILogger<MeetingSnapshots> logger) : IDisposable
{
    // Snapshots and metadata; a snapshot of 2,000 files takes about 2 MB.
    private const int CacheSize = 256;

    // Of this instance: a compiled query belongs to one model, and a process may hold hosts on different databases.
    private readonly Func<MeetingDb, string, Task<MeetingHead?>> _head = EF.CompileAsyncQuery(
        (MeetingDb db, string id) => db.Meetings
            .Where(m => m.Id == id)
            .Select(m => new MeetingHead(m.Id, m.Status, m.Version, m.AccessCode))
            .FirstOrDefault());

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = CacheSize });

    /// <summary>Status, version and access code, straight from the database; null where there is no such meeting.</summary>
    public async Task<MeetingHead?> FindHeadAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await _head(db, id);
    }

    /// <summary>The snapshot of the meeting as it is now; null where there is no such meeting.</summary>
    public async Task<MeetingSnapshot?> FindAsync(string id, CancellationToken cancellationToken) =>
        await FindHeadAsync(id, cancellationToken) is { } head ? await GetAsync(head, cancellationToken) : null;

    /// <summary>The snapshot of <paramref name="head"/>'s version, or of a newer one that came in between; null where it is gone.</summary>
    public async Task<MeetingSnapshot?> GetAsync(MeetingHead head, CancellationToken cancellationToken)
    {
        if (!_cache.TryGetValue(head.Id, out Entry? entry) || entry!.Version < head.Version)
        {
            lock (_cache)
            {
                if (!_cache.TryGetValue(head.Id, out entry) || entry!.Version < head.Version)
                {
                    entry = new Entry(head.Version, LoadAsync(head.Id));
                    _cache.Set(head.Id, entry, CacheEntry());
                }
            }
        }

        try
        {
            // A thousand attendees who come at once wait for one reading of the database.
            return await entry.Snapshot.WaitAsync(cancellationToken);
        }
        catch (Exception) when (entry.Snapshot.IsFaulted)
        {
            _cache.Remove(head.Id);
            throw;
        }
    }

    /// <summary>
    /// The metadata.json that is the blob <paramref name="hash"/>: that of a meeting's current package, or of one that was current a
    /// moment ago, which a node that is about to fetch it has from a manifest. Null where there is none.
    /// </summary>
    public async Task<ReadOnlyMemory<byte>?> FindMetadataAsync(BlobHash hash, CancellationToken cancellationToken)
    {
        if (_cache.TryGetValue(hash, out ReadOnlyMemory<byte> recent))
        {
            return recent;
        }

        var etag = hash.ToString();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var id = await db.Meetings.Where(m => m.PackageEtag == etag).Select(m => m.Id).FirstOrDefaultAsync(cancellationToken);
        var snapshot = id is null ? null : await FindAsync(id, cancellationToken);
        return snapshot?.Package.ETag == etag ? snapshot.Metadata : null;
    }

    public void Dispose() => _cache.Dispose();

    // Not under a request's token: others wait for the same task.
    private async Task<MeetingSnapshot?> LoadAsync(string id)
    {
        await Task.Yield();
        await using var db = await databases.CreateDbContextAsync();
        if (await db.FindWholeAsync(id, CancellationToken.None) is not { } meeting)
        {
            return null;
        }

        var metadata = PackageMetadata.Serialize(Describe(meeting));
        var package = PackageLayout.Create(metadata);
        if (meeting.PackageVersion != meeting.Version)
        {
            await RecordAsync(db, meeting, package);
        }

        _cache.Set<ReadOnlyMemory<byte>>(package.MetadataHash, metadata, CacheEntry());
        return new MeetingSnapshot(meeting, package, metadata);
    }

    private async Task RecordAsync(MeetingDb db, MeetingRow meeting, PackageLayout package)
    {
        try
        {
            await db.Meetings
                .Where(m => m.Id == meeting.Id && m.Version == meeting.Version)
                .ExecuteUpdateAsync(set => set
                    .SetProperty(m => m.PackageVersion, meeting.Version)
                    .SetProperty(m => m.PackageEtag, package.ETag)
                    .SetProperty(m => m.PackageSize, package.Length));
        }
        catch (DbException e)
        {
            // A full disk must not keep attendees from what is there. Not kept, so that the next request tries again.
            Log.NotRecorded(logger, meeting.Id, e.Message);
            _cache.Remove(meeting.Id);
        }
    }

    private static PackageDescription Describe(MeetingRow meeting) => new(
        meeting.Id,
        meeting.Title,
        meeting.Time,
        meeting.Intro,
        [
            .. meeting.Agenda.InOrder().Select(item => new PackageAgendaItem(
                item.Title,
                item.Position,
                item.Presenter,
                item.DurationMinutes,
                [.. meeting.Files.Where(f => f.AgendaItemId == item.Id).InOrder().Select(f => f.Path)])),
        ],
        [
            .. meeting.Files.Select(f => new PackageFile(f.Path, f.Size, f.ContentType, BlobHash.Parse(f.Sha256), f.Crc32, f.UpdatedAt)),
        ]);

    private static MemoryCacheEntryOptions CacheEntry() => new() { Size = 1, SlidingExpiration = TimeSpan.FromMinutes(10) };

    private sealed record Entry(long Version, Task<MeetingSnapshot?> Snapshot);
}
