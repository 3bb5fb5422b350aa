using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Peers;

/// <summary>The blobs on their way here: one transfer for a blob, whoever asks for it.</summary>
internal sealed class BlobFetcher(
    BlobStore store,
    BlobSourceClient client,
    DirectTransfers direct,
    TimeProvider time,
    Func<Random> random,
    NodeLifetime lifetime,
    ILogger<BlobFetcher> logger)
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(10);

    private readonly BlobArrivals _arrivals = new(store);

    /// <summary>Transfers under way.</summary>
    public int Count => _arrivals.Count;

    /// <summary>The transfer that is under way, if one is.</summary>
    public BlobArrival? Find(BlobHash hash) => _arrivals.Find(hash);

    /// <summary>Joins the transfer of a blob, or starts it; it fails with a <see cref="BlobFetchException"/> where no source gives it.</summary>
    /// <param name="isStored">Whether it is here already, and sound: another transfer of it may have ended since the caller looked.</param>
    /// <param name="stored">Called when it is in the store, if it was this call that started the transfer.</param>
    public BlobArrival Fetch(BlobHash hash, long size, BlobSources sources, Func<bool> isStored, Action stored)
    {
        var backoff = new Backoff(s_firstPause, s_longestPause, random());
        var transfer = new BlobTransfer(hash, size, sources, client, direct, backoff, time, logger);
        return _arrivals.Join(
            hash,
            size,
            transfer.FillAsync,
            () =>
            {
                direct.Complete(hash);
                stored();
            },
            lifetime.Ended,
            out _,
            // Its last source may have been a direct one, whose bytes were not the blob.
            failed: () => direct.Break(hash),
            isStored);
    }
}
