using System.Collections.Concurrent;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Api.Origins;

/// <summary>
/// The control plane's disk in front of the pool: what was read or uploaded lately, within a quota. A blob is verified before it is
/// first given out after a start, and again while it is in use; one that is bad is fetched again.
/// </summary>
internal sealed class OriginCache(BlobStore store, OriginOptions options, TimeProvider time)
{
    /// <summary>After this time a blob that is asked for is hashed again, beside those who read it: disks rot.</summary>
    private static readonly TimeSpan s_trust = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<BlobHash, Entry> _entries = new();
    private long _used;
    private long _hits;
    private long _misses;
    private long _fetches;

    /// <summary>Bytes of all blobs on the disk.</summary>
    public long Used => Interlocked.Read(ref _used);

    /// <summary>Bytes that they may take.</summary>
    public long Quota => options.CacheBytes;

    /// <summary>Reads that found the blob here.</summary>
    public long Hits => Interlocked.Read(ref _hits);

    /// <summary>Reads that did not.</summary>
    public long Misses => Interlocked.Read(ref _misses);

    /// <summary>Blobs that were fetched from the pool.</summary>
    public long Fetches => Interlocked.Read(ref _fetches);

    /// <summary>How many bytes should go: those above the quota, or as many as give uploads room on the disk.</summary>
    public long Excess
    {
        get
        {
            var space = store.MeasureSpace();
            var wantedFree = Math.Min(options.CacheBytes, space.Total) / 10;
            return Math.Max(Used - options.CacheBytes, wantedFree - space.Free);
        }
    }

    /// <summary>Finds what is on the disk: before the first use, and now and then, as other instances may have the same disk.</summary>
    public Task LoadAsync() => Task.Run(() =>
    {
        var before = _entries.ToArray();
        var found = new HashSet<BlobHash>();
        foreach (var blob in store.Enumerate())
        {
            found.Add(blob.Hash);
            if (!_entries.ContainsKey(blob.Hash))
            {
                Add(blob.Hash, new Entry(blob.Size, blob.LastWrite));
            }
        }

        foreach (var (hash, entry) in before.Where(pair => !found.Contains(pair.Key) && !store.TryGetSize(pair.Key, out _)))
        {
            Forget(hash, entry);
        }
    });

    /// <summary>The blob, verified; null where it is not here, or was bad.</summary>
    public async ValueTask<IBlobContent?> OpenAsync(BlobHash hash, CancellationToken cancellationToken)
    {
        if (!_entries.TryGetValue(hash, out var entry) && store.TryGetSize(hash, out var size))
        {
            // Another instance has fetched it.
            Add(hash, entry = new Entry(size, time.GetUtcNow()));
        }

        if (entry is not null)
        {
            entry.LastUse = time.GetUtcNow();
            if (await VerifyAsync(hash, entry).WaitAsync(cancellationToken) && store.OpenRead(hash) is { } content)
            {
                Interlocked.Increment(ref _hits);
                VerifyAgain(hash, entry);
                return content;
            }

            Forget(hash, entry);
        }

        Interlocked.Increment(ref _misses);
        return null;
    }

    /// <summary>Whether a blob is here and verified.</summary>
    public bool Holds(BlobHash hash) =>
        _entries.TryGetValue(hash, out var entry)
        && entry.Verification is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result: true } }
        && store.TryGetSize(hash, out _);

    /// <summary>Notes a blob that was verified as it came.</summary>
    public void Stored(BlobHash hash, long size) =>
        Add(hash, new Entry(size, time.GetUtcNow())
        {
            Verification = new Lazy<Task<bool>>(Task.FromResult(true)),
            VerifiedAt = time.GetTimestamp(),
        });

    public void Fetching() => Interlocked.Increment(ref _fetches);

    /// <summary>What is here, longest unused first.</summary>
    public IReadOnlyList<(BlobHash Hash, long Size)> OldestFirst() =>
        [.. _entries.OrderBy(pair => pair.Value.LastUse).Select(pair => (pair.Key, pair.Value.Size))];

    /// <summary>Removes a blob; readers that have it open read on.</summary>
    /// <param name="unlessAddedSince">Spares one that was added then or later.</param>
    public bool Remove(BlobHash hash, DateTimeOffset? unlessAddedSince = null)
    {
        var removed = store.Delete(hash, unlessAddedSince);
        // Also where another instance was faster.
        if (_entries.TryGetValue(hash, out var entry) && (removed || !store.TryGetSize(hash, out _)))
        {
            Forget(hash, entry);
        }

        return removed;
    }

    private void Add(BlobHash hash, Entry entry)
    {
        var isNew = false;
        _entries.AddOrUpdate(
            hash,
            _ =>
            {
                isNew = true;
                return entry;
            },
            (_, _) =>
            {
                isNew = false;
                return entry;
            });
        Interlocked.Add(ref _used, isNew ? entry.Size : 0);
    }

    private void Forget(BlobHash hash, Entry entry)
    {
        if (_entries.TryRemove(new KeyValuePair<BlobHash, Entry>(hash, entry)))
        {
            Interlocked.Add(ref _used, -entry.Size);
        }
    }

    private async Task<bool> VerifyAsync(BlobHash hash, Entry entry)
    {
        var verification = entry.Verification;
        if (verification is null)
        {
            // One of those who come first hashes it, and all wait for that one.
            var mine = new Lazy<Task<bool>>(() => Task.Run(() =>
            {
                Interlocked.Exchange(ref entry.VerifiedAt, time.GetTimestamp());
                return store.VerifyAsync(hash);
            }));
            verification = Interlocked.CompareExchange(ref entry.Verification, mine, null) ?? mine;
        }

        try
        {
            return await verification.Value;
        }
        catch
        {
            // A disk that failed once may not fail again: whoever comes next looks for himself.
            Interlocked.CompareExchange(ref entry.Verification, null, verification);
            throw;
        }
    }

    private void VerifyAgain(BlobHash hash, Entry entry)
    {
        var before = Interlocked.Read(ref entry.VerifiedAt);
        var verification = entry.Verification;
        if (time.GetElapsedTime(before) >= s_trust
            && Interlocked.CompareExchange(ref entry.VerifiedAt, time.GetTimestamp(), before) == before)
        {
            _ = Task.Run(() => VerifyAgainAsync(hash, entry, verification));
        }
    }

    private async Task VerifyAgainAsync(BlobHash hash, Entry entry, Lazy<Task<bool>>? verification)
    {
        try
        {
            if (await store.VerifyAsync(hash))
            {
                return;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Whoever comes next meets it too, and is told.
        }

        Interlocked.CompareExchange(ref entry.Verification, null, verification);
    }

    private sealed class Entry(long size, DateTimeOffset lastUse)
    {
        public Lazy<Task<bool>>? Verification;

        public long VerifiedAt;

        public long Size => size;

        public DateTimeOffset LastUse { get; set; } = lastUse;
    }
}
