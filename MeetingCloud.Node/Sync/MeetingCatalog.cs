using System.Collections.Concurrent;
using MeetingCloud.Contracts;
using MeetingCloud.Node.Eviction;
using MeetingCloud.Node.Media;
using MeetingCloud.Node.Peers;
using MeetingCloud.Node.Serving;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Packages;

namespace MeetingCloud.Node.Sync;

/// <summary>The meetings that this node serves or fetches.</summary>
internal sealed class MeetingCatalog(
    NodeBlobs blobs, BlobReferences references, MediaCatalog media, DownloadMeter meter, TimeProvider time, ILogger<MeetingCatalog> logger)
{
    private readonly ConcurrentDictionary<string, MeetingEntry> _entries = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private Task _releases = Task.CompletedTask;

    public ICollection<MeetingEntry> Entries => _entries.Values;

    /// <summary>The versions that are whole here.</summary>
    public IReadOnlyList<HeldMeeting> Held() =>
        [.. _entries.Values.Where(entry => entry.IsClaimed).Select(entry => new HeldMeeting(entry.Id, entry.ReadyVersion))];

    public MeetingEntry? Find(string id) => _entries.GetValueOrDefault(id);

    /// <summary>
    /// Ends when the blobs of all packages given up so far, and used by no download, are deleted, and those on their way come no more.
    /// </summary>
    public Task Released
    {
        get
        {
            lock (_lock)
            {
                return _releases;
            }
        }
    }

    /// <summary>The package to serve, with a share that the caller releases; null where there is none.</summary>
    public HeldPackage? Acquire(string id)
    {
        while (_entries.TryGetValue(id, out var entry) && entry.Served is { } package)
        {
            // It may just have been replaced: then there is another entry.
            if (package.TryAcquire())
            {
                entry.LastUse.Touch(time.GetUtcNow());
                return package;
            }
        }

        return null;
    }

    /// <summary>Makes a package whose blobs are needed from now on, until its maker and the catalogue have released it.</summary>
    public HeldPackage Hold(PackageLayout layout, string fileName, BlobSources sources)
    {
        var package = new HeldPackage(layout, fileName, sources, blobs, meter, Unused);
        references.Add(package.Blobs);
        return package;
    }

    /// <summary>A version that is being fetched, to be served as it arrives where no other is ready.</summary>
    public void SetTarget(string id, long version, HeldPackage target) => Update(id, entry => entry with
    {
        Status = MeetingStatus.Active,
        Target = target,
        KnownVersion = version,
        Problem = null,
    });

    /// <summary>What was being fetched is out of date before it is whole; downloads of it, and what they read, go on.</summary>
    public void DropTarget(string id) => TryUpdate(id, entry => entry with { Target = null });

    /// <summary>A version that is whole.</summary>
    public void SetReady(string id, MeetingStatus status, long version, HeldPackage ready, bool isDamaged = false, DateTimeOffset? lastUse = null) =>
        Update(id, entry => entry with
        {
            Status = status,
            Ready = ready,
            ReadyVersion = version,
            Target = null,
            KnownVersion = version,
            IsDamaged = isDamaged,
            Problem = null,
            LastUse = lastUse is { } time ? new LastUse(time) : entry.LastUse,
        });

    /// <summary>The meeting is over: what is held may be evicted, what is not whole is given up.</summary>
    public void Close(string id) =>
        TryUpdate(id, entry => entry with { Status = MeetingStatus.Closed, Target = null, Problem = null });

    /// <summary>Notes that a newer version is known and why it cannot be held, if it cannot.</summary>
    public void SetKnown(string id, long version, string? problem) =>
        Update(id, entry => entry with { Status = MeetingStatus.Active, KnownVersion = version, Problem = problem });

    public void Remove(string id)
    {
        lock (_lock)
        {
            if (_entries.TryRemove(id, out var entry))
            {
                entry.Ready?.Release();
                entry.Target?.Release();
            }
        }
    }

    /// <summary>Marks the meetings whose ready version needs a blob which was found bad.</summary>
    /// <returns>The ids of all that need it, also of those that had it already for a version which is being fetched.</returns>
    public IReadOnlyList<string> MarkDamaged(BlobHash hash)
    {
        var damaged = _entries.Values.Where(entry => Needs(entry.Ready) || Needs(entry.Target)).Select(entry => entry.Id).ToList();
        foreach (var id in damaged)
        {
            TryUpdate(id, entry => entry with { IsDamaged = entry.IsDamaged || Needs(entry.Ready) });
        }

        return damaged;

        bool Needs(HeldPackage? package) => package?.Blobs.Any(blob => blob.Hash == hash) == true;
    }

    /// <summary>Changes what is known of a meeting, unless it was removed meanwhile.</summary>
    private void TryUpdate(string id, Func<MeetingEntry, MeetingEntry> change)
    {
        lock (_lock)
        {
            if (_entries.ContainsKey(id))
            {
                Update(id, change);
            }
        }
    }

    private void Update(string id, Func<MeetingEntry, MeetingEntry> change)
    {
        lock (_lock)
        {
            var before = _entries.GetValueOrDefault(id)
                ?? new MeetingEntry(id, MeetingStatus.Active, null, 0, null, 0, false, null, new LastUse(time.GetUtcNow()));
            var after = change(before);
            // The catalogue has one share of each package in an entry; its callers have their own meanwhile.
            after.Ready?.TryAcquire();
            after.Target?.TryAcquire();
            _entries[id] = after;
            before.Ready?.Release();
            before.Target?.Release();
        }
    }

    /// <summary>Deletes what nobody needs any more, one package after the other and not on the thread of a download.</summary>
    private void Unused(HeldPackage package)
    {
        lock (_lock)
        {
            _releases = DeleteAfterAsync(_releases, package);
        }
    }

    private async Task DeleteAfterAsync(Task before, HeldPackage package)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.SuppressThrowing);
        var ending = new List<Task>();
        references.Release(package.Blobs, hash =>
        {
            ending.Add(blobs.GiveUp(hash));
            try
            {
                // What is listened to as well stays until it is evicted for itself.
                if (!media.Contains(hash))
                {
                    blobs.Delete(hash);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The sweep tries again.
                logger.NotDeleted(exception, hash);
            }
        });
        await Task.WhenAll(ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
