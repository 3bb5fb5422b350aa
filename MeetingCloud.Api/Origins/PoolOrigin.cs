using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Origins;

namespace MeetingCloud.Api.Origins;

/// <summary>
/// A pool of WebDAV servers behind a cache on this disk. A blob leaves the pool once, whoever asks for it, and is given on as it comes.
/// </summary>
internal sealed class PoolOrigin(
    OriginPool pool,
    OriginCatalog catalog,
    OriginCache cache,
    BlobStore store,
    RepairQueue repairs,
    IHostApplicationLifetime lifetime,
    ILogger<PoolOrigin> logger) : IOrigin
{
    private readonly BlobArrivals _arrivals = new(store);

    public async Task<BlobInfo> AddAsync(Stream content, long? length, CancellationToken cancellationToken)
    {
        var blob = await store.AddAsync(content, expectedHash: null, length, cancellationToken);
        await StoreAsync(blob, cancellationToken);
        return blob;
    }

    public async Task AddFileAsync(string path, BlobInfo blob, CancellationToken cancellationToken)
    {
        await store.AddFileAsync(path, blob, cancellationToken);
        await StoreAsync(blob, cancellationToken);
    }

    public async Task<bool> ContainsAsync(BlobHash hash, CancellationToken cancellationToken) =>
        await catalog.FindSizeAsync(hash, cancellationToken) is not null;

    public bool Discard(BlobHash hash, DateTimeOffset unlessAddedSince) => cache.Remove(hash, unlessAddedSince);

    public async ValueTask<IBlobContent?> FindAsync(BlobHash hash, CancellationToken cancellationToken)
    {
        if (await cache.OpenAsync(hash, cancellationToken) is { } cached)
        {
            return cached;
        }

        return await catalog.FindSizeAsync(hash, cancellationToken) is { } size
            ? await OpenAsync(hash, size, OriginPriority.NodeSync, cancellationToken)
            : null;
    }

    public ValueTask<IBlobContent> OpenAsync(BlobHash hash, long size, CancellationToken cancellationToken) =>
        OpenAsync(hash, size, OriginPriority.AttendeeRead, cancellationToken);

    /// <param name="priority">Of the read from the pool, where this call is the one that begins it.</param>
    public async ValueTask<IBlobContent> OpenAsync(BlobHash hash, long size, OriginPriority priority, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await cache.OpenAsync(hash, cancellationToken) is { } cached)
            {
                if (cached.Length == size)
                {
                    return cached;
                }

                cached.Dispose();
                throw new BlobMismatchException($"The blob {hash} has {cached.Length} bytes where {size} are expected.");
            }

            var arrival = _arrivals.Join(
                hash,
                size,
                (partial, token) => FillAsync(partial, priority, token),
                () => cache.Stored(hash, size),
                // Running downloads may take from it for as long as they are given to end.
                lifetime.ApplicationStopped,
                out var isNew,
                isStored: () => cache.Holds(hash));
            if (isNew)
            {
                _ = WatchAsync(arrival, hash, size);
            }

            if (await arrival.OpenReaderAsync(cancellationToken) is { } arriving)
            {
                return arriving;
            }
        }
    }

    /// <summary>
    /// Opens a blob once all of it is here and verified, for work in the background: a server that is to take it must not be kept waiting for
    /// another's turn to give it.
    /// </summary>
    /// <param name="patience">How long to wait for the turn to read it from the pool.</param>
    /// <exception cref="OriginBusyException">The turn did not come.</exception>
    public async ValueTask<IBlobContent> OpenWholeAsync(BlobHash hash, long size, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (await cache.OpenAsync(hash, cancellationToken) is { } cached)
        {
            return cached;
        }

        // Not in a transfer that others could join: they would wait for a turn in the background as well.
        await pool.WaitForReadAsync(hash, OriginPriority.Migration, patience, cancellationToken);
        var content = await OpenAsync(hash, size, OriginPriority.Migration, cancellationToken);
        try
        {
            await content.WaitAsync(Math.Max(0, size - 1), cancellationToken);
            return content;
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    private async Task StoreAsync(BlobInfo blob, CancellationToken cancellationToken)
    {
        using var file = store.OpenRead(blob.Hash);
        if (file is null)
        {
            // Evicted at once, which happens only to what the pool has.
            return;
        }

        cache.Stored(blob.Hash, blob.Size);
        await pool.StoreAsync(blob.Hash, file, OriginPriority.Upload, cancellationToken);
        repairs.Enqueue(blob.Hash, blob.Size);
    }

    private async Task FillAsync(PartialBlob partial, OriginPriority priority, CancellationToken cancellationToken)
    {
        cache.Fetching();
        await pool.ReadAsync(partial.Hash, partial.Size, partial.Arrived, priority, partial.AppendAsync, cancellationToken);
    }

    private async Task WatchAsync(BlobArrival arrival, BlobHash hash, long size)
    {
        try
        {
            await arrival.Completion;
        }
        catch (BlobMismatchException)
        {
            // Some server gave wrong bytes in the right number, and nothing tells which one: each copy is read.
            logger.WrongBytes(hash);
            repairs.Enqueue(hash, size, verify: true);
        }
        catch (Exception exception)
        {
            logger.FetchFailed(hash, exception.Message);
        }
    }
}
