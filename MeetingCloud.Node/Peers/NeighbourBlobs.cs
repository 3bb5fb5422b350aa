using MeetingCloud.Node.Registration;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Peers;

/// <summary>
/// What this node gives to others. What is whole, to all. What is arriving, to those whose turn for the blob comes later; to those
/// whose turn comes earlier only while it draws directly. So whoever waits waits for a node before it in the blob's order, or for one
/// that waits for nobody, and there is no circle, whatever each of them knows of the others.
/// </summary>
internal sealed class NeighbourBlobs(NodeBlobs blobs, WantedBlobs wanted, DirectTransfers direct, NodeIdentity identity, TimeProvider time)
{
    /// <summary>Opens a blob for another node.</summary>
    /// <param name="follower">Its id; null for one that wants only what is whole.</param>
    /// <param name="wait">How long it waits for this node to hear of the blob, if this node's turn comes first.</param>
    /// <returns>Null where this node has nothing to give.</returns>
    /// <exception cref="IOException">It should have, but cannot for now.</exception>
    public async ValueTask<IBlobContent?> OpenAsync(BlobHash hash, string? follower, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (follower is null)
        {
            return await blobs.OpenStoredAsync(hash, cancellationToken);
        }

        if (!Rendezvous.IsBefore(hash.ToString(), identity.Id, follower))
        {
            return await blobs.OpenStoredAsync(hash, cancellationToken) ?? await OpenDirectAsync(hash, cancellationToken);
        }

        var until = new CancellationTokenSource(wait, time);
        using var ownership = until;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(until.Token, cancellationToken);
        while (true)
        {
            // Taken before the look, so that nothing comes between the two.
            var changed = wanted.Changed;
            if (await OpenArrivingAsync(hash, cancellationToken) is { } content)
            {
                return content;
            }

            try
            {
                await changed.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The one may have come with the other.
                return await OpenArrivingAsync(hash, cancellationToken);
            }
        }
    }

    private async ValueTask<IBlobContent?> OpenArrivingAsync(BlobHash hash, CancellationToken cancellationToken)
    {
        if (await blobs.OpenStoredAsync(hash, cancellationToken) is { } stored)
        {
            return stored;
        }

        if (wanted.Find(hash) is { } blob)
        {
            return await blobs.OpenAsync(hash, blob.Size, blob.Sources, cancellationToken);
        }

        // A picture or track, say, that somebody listens to here.
        return blobs.FindTransfer(hash) is { } transfer
            ? await transfer.OpenReaderAsync(cancellationToken) ?? await blobs.OpenStoredAsync(hash, cancellationToken)
            : null;
    }

    private async ValueTask<IBlobContent?> OpenDirectAsync(BlobHash hash, CancellationToken cancellationToken) =>
        direct.Find(hash) is { } ended && blobs.FindTransfer(hash) is { } transfer
        && await transfer.OpenReaderAsync(cancellationToken) is { } arriving
            ? new LeasedContent(arriving, ended)
            : null;
}
