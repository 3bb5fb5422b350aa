using System.Collections.Concurrent;
using MeetingCloud.Node.Eviction;
using MeetingCloud.Node.Peers;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Media;

/// <summary>
/// Pictures and tracks, which no manifest announces: fetched when somebody asks, once whoever asks, kept while there is room, and
/// evicted by oldest use with closed meetings.
/// </summary>
internal sealed class MediaBlobs(
    NodeBlobs blobs, StorageEviction eviction, MediaCatalog catalog, NodeLifetime lifetime, ILogger<MediaBlobs> logger)
{
    private readonly ConcurrentDictionary<BlobHash, MediaFill> _fills = new();

    /// <summary>Opens a blob, as it arrives where it is not here yet.</summary>
    /// <returns>The content, and the transfer that brings it, if one does.</returns>
    /// <exception cref="StorageFullException">It is not here, and there is no room for it.</exception>
    /// <exception cref="IOException">It cannot be had for now.</exception>
    public async ValueTask<(IBlobContent Content, BlobArrival? Transfer)> OpenAsync(
        BlobHash hash, long size, BlobSources sources, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await blobs.OpenStoredAsync(hash, cancellationToken) is { } stored)
            {
                if (stored.Length != size)
                {
                    stored.Dispose();
                    throw new BlobMismatchException($"The blob {hash} has {stored.Length} bytes where {size} are expected.");
                }

                catalog.Touch(hash, size);
                return (stored, null);
            }

            var fill = Join(hash, size, sources);
            var transfer = await fill.Transfer.WaitAsync(cancellationToken);
            if (await transfer.OpenReaderAsync(cancellationToken) is { } arriving)
            {
                return (arriving, transfer);
            }

            // It has just ended. Where wrong bytes came, another one follows at once, and its bytes are for whoever asks.
            if (await fill.SecondTransfer.WaitAsync(cancellationToken) is { } second
                && await second.OpenReaderAsync(cancellationToken) is { } again)
            {
                return (again, second);
            }

            // The blob is stored, or has to be fetched again.
            await fill.Ended.WaitAsync(cancellationToken);
        }
    }

    private MediaFill Join(BlobHash hash, long size, BlobSources sources)
    {
        var fill = new MediaFill(hash, size, sources);
        var running = _fills.GetOrAdd(hash, fill);
        if (running == fill)
        {
            // It reports through the fill and throws nothing.
            _ = Task.Run(
                () => fill.RunAsync(blobs, eviction, catalog, () => _fills.TryRemove(hash, out _), logger, lifetime.Ended),
                CancellationToken.None);
        }

        return running;
    }
}
