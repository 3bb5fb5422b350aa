using System.Collections.Concurrent;
using MeetingCloud.Node.Eviction;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Peers;

/// <summary>
/// The blobs that this node can give: verified ones at once, stored ones after they are verified (once after each start), those on
/// their way as they arrive, and all others by fetching them.
/// </summary>
internal sealed class NodeBlobs(BlobStore store, BlobFetcher fetcher, StorageBudget budget, LostBlobs lost, NodeLifetime lifetime, ILogger<NodeBlobs> logger)
{
    /// <summary>Stored blobs by what is known of them: sound, or bad and not to be moved away.</summary>
    private readonly ConcurrentDictionary<BlobHash, bool> _inspected = new();
    private readonly ConcurrentDictionary<BlobHash, Lazy<Task<bool>>> _verifying = new();

    /// <summary>Whether a blob of this size is on the disk, verified or not, and not known to be bad.</summary>
    public bool IsStored(BlobHash hash, long size) => !IsStuck(hash) && store.TryGetSize(hash, out var stored) && stored == size;

    /// <summary>Opens a blob that is stored and verified, verifying it first where need be; null where it is not.</summary>
    public async ValueTask<IBlobContent?> OpenStoredAsync(BlobHash hash, CancellationToken cancellationToken) =>
        await IsSoundAsync(hash).WaitAsync(cancellationToken) ? store.OpenRead(hash) : null;

    /// <summary>Opens a blob wherever it has to come from.</summary>
    /// <exception cref="IOException">It cannot be had for now.</exception>
    public async ValueTask<IBlobContent> OpenAsync(BlobHash hash, long size, BlobSources sources, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await OpenStoredAsync(hash, cancellationToken) is { } stored)
            {
                if (stored.Length == size)
                {
                    return stored;
                }

                stored.Dispose();
                throw new BlobMismatchException($"The blob {hash} has {stored.Length} bytes where {size} are expected.");
            }

            if (await Fetch(hash, size, sources).OpenReaderAsync(cancellationToken) is { } arriving)
            {
                return arriving;
            }
        }
    }

    /// <summary>Sees to it that a blob is stored and verified.</summary>
    /// <exception cref="IOException">It cannot be had for now.</exception>
    public async Task EnsureAsync(BlobHash hash, long size, BlobSources sources, CancellationToken cancellationToken)
    {
        // A file that was deleted from outside is fetched again, even if it was verified once.
        if (IsStored(hash, size) && await IsSoundAsync(hash).WaitAsync(cancellationToken))
        {
            return;
        }

        try
        {
            await Fetch(hash, size, sources).Completion.WaitAsync(cancellationToken);
        }
        catch (BlobMismatchException) when (!sources.IsNone)
        {
            // Some peer's disk or memory is not sound, and nothing tells which.
            logger.WrongBytes(hash);
            await Fetch(hash, size, BlobSources.None).Completion.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Joins the transfer of a blob, or starts it; room for it is the caller's matter.</summary>
    public BlobArrival Fetch(BlobHash hash, long size, BlobSources sources) => fetcher.Fetch(
        hash,
        size,
        sources,
        isStored: () => IsStored(hash, size) && _inspected.ContainsKey(hash),
        stored: () =>
        {
            // What could not be moved away is replaced, and was counted.
            var isNew = !IsStuck(hash);
            _inspected[hash] = true;
            if (isNew)
            {
                budget.Stored(size);
            }
        });

    /// <summary>No meeting needs the blob any more: a transfer of it ends, unless somebody reads from it.</summary>
    /// <returns>Ends when it has, in whatever way; at once where there is none, or it goes on.</returns>
    public Task GiveUp(BlobHash hash) => fetcher.Find(hash) is { } transfer && transfer.GiveUp() ? transfer.Completion : Task.CompletedTask;

    /// <summary>The transfer of a blob that is on its way, if one is.</summary>
    public BlobArrival? FindTransfer(BlobHash hash) => fetcher.Find(hash);

    /// <summary>Adds a small blob whose bytes are at hand.</summary>
    public async Task AddAsync(BlobHash hash, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(bytes.ToArray(), writable: false);
        var isNew = !store.TryGetSize(hash, out _);
        await store.AddAsync(content, hash, bytes.Length, cancellationToken);
        _inspected[hash] = true;
        if (isNew)
        {
            budget.Stored(bytes.Length);
        }
    }

    /// <summary>Deletes a blob, unless it was added since.</summary>
    public void Delete(BlobHash hash, DateTimeOffset? unlessAddedSince = null)
    {
        if (store.TryGetSize(hash, out var size) && store.Delete(hash, unlessAddedSince))
        {
            _inspected.TryRemove(hash, out _);
            budget.Removed(size);
        }
    }

    /// <summary>Whether a blob is stored and was verified since the start; verifies it now where that was not done yet.</summary>
    public Task<bool> IsSoundAsync(BlobHash hash) =>
        _inspected.TryGetValue(hash, out var isSound) ? Task.FromResult(isSound) : VerifyAsync(hash, pace: null);

    /// <summary>Hashes a stored blob again, at a pace; one that is bad is out of service from then on.</summary>
    /// <returns>False where it is not stored, or was bad.</returns>
    public Task<bool> ScrubAsync(BlobHash hash, Func<int, CancellationToken, ValueTask> pace) =>
        // Somebody may come and wait for a blob that was never verified: that one is hashed at full speed.
        VerifyAsync(hash, _inspected.ContainsKey(hash) ? pace : null);

    private bool IsStuck(BlobHash hash) => _inspected.TryGetValue(hash, out var isSound) && !isSound;

    private Task<bool> VerifyAsync(BlobHash hash, Func<int, CancellationToken, ValueTask>? pace) =>
        _verifying.GetOrAdd(hash, key => new Lazy<Task<bool>>(() => VerifyOnceAsync(key, pace))).Value;

    private async Task<bool> VerifyOnceAsync(BlobHash hash, Func<int, CancellationToken, ValueTask>? pace)
    {
        // Not on the caller's thread: the first to ask holds the lock of the Lazy.
        await Task.Yield();
        try
        {
            if (!store.TryGetSize(hash, out var size))
            {
                _inspected.TryRemove(hash, out _);
                return false;
            }

            switch (await store.InspectAsync(hash, pace, lifetime.Ended))
            {
                case BlobCondition.Sound:
                    _inspected[hash] = true;
                    return true;
                case BlobCondition.Stuck:
                    _inspected[hash] = false;
                    lost.Report(hash);
                    return false;
                case BlobCondition.Bad:
                    _inspected.TryRemove(hash, out _);
                    budget.Removed(size);
                    lost.Report(hash);
                    return false;
                default:
                    _inspected.TryRemove(hash, out _);
                    return false;
            }
        }
        finally
        {
            _verifying.TryRemove(hash, out _);
        }
    }
}
