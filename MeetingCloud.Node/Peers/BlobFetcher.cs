using System.Collections.Concurrent;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Peers;

/// <summary>The blobs on their way here: one transfer for a blob, whoever asks for it.</summary>
internal sealed class BlobFetcher(
    BlobStore store,
    BlobSourceClient client,
    TimeProvider time,
    Func<Random> random,
    NodeLifetime lifetime,
    ILogger<BlobFetcher> logger)
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<BlobHash, BlobTransfer> _transfers = new();

    /// <summary>Transfers under way.</summary>
    public int Count => _transfers.Count;

    /// <summary>The transfer that is under way, if one is.</summary>
    public BlobTransfer? Find(BlobHash hash) => _transfers.GetValueOrDefault(hash);

    /// <summary>Joins the transfer of a blob, or starts it.</summary>
    /// <param name="peers">Nodes that may have it, best first; the control plane is asked after them.</param>
    /// <param name="stored">Called when it is in the store, if it was this call that started the transfer.</param>
    public BlobTransfer Fetch(BlobHash hash, long size, IReadOnlyList<Uri> peers, Action stored)
    {
        var backoff = new Backoff(s_firstPause, s_longestPause, random());
        var transfer = new BlobTransfer(hash, size, [.. peers, client.ControlPlane], client, backoff, time, logger);
        var running = _transfers.GetOrAdd(hash, transfer);
        if (running == transfer)
        {
            // On another thread: opening hashes what an earlier transfer left. It reports through the transfer and throws nothing.
            _ = Task.Run(
                () => transfer.RunAsync(store, stored, () => _transfers.TryRemove(hash, out _), lifetime.Ended),
                CancellationToken.None);
        }

        return running;
    }
}
