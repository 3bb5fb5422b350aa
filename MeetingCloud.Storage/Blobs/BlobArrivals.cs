using System.Collections.Concurrent;

namespace MeetingCloud.Storage.Blobs;

/// <summary>The blobs on their way into a store: one transfer for a blob, whoever asks for it.</summary>
public sealed class BlobArrivals(BlobStore store)
{
    private readonly ConcurrentDictionary<BlobHash, BlobArrival> _arrivals = new();

    /// <summary>Transfers under way.</summary>
    public int Count => _arrivals.Count;

    /// <summary>The transfer that is under way, if one is.</summary>
    public BlobArrival? Find(BlobHash hash) => _arrivals.GetValueOrDefault(hash);

    /// <summary>Joins the transfer of a blob, or starts it. One that nobody needed any more is needed again.</summary>
    /// <param name="size">Bytes of the blob.</param>
    /// <param name="fill">Appends what is missing, from <see cref="PartialBlob.Arrived"/> on.</param>
    /// <param name="stored">Called when the blob is in the store, before anyone sees the transfer end.</param>
    /// <param name="lifetime">Ends the transfer, which belongs to no single caller.</param>
    /// <param name="isNew">Whether it was this call that started the transfer.</param>
    /// <param name="failed">Called when the blob did not come whole, before another transfer of it may start.</param>
    /// <param name="isStored">Asked before anything is transferred: another transfer may have ended since the caller looked for the blob.</param>
    public BlobArrival Join(
        BlobHash hash,
        long size,
        Func<PartialBlob, CancellationToken, Task> fill,
        Action stored,
        CancellationToken lifetime,
        out bool isNew,
        Action? failed = null,
        Func<bool>? isStored = null)
    {
        var arrival = new BlobArrival(new CancellationTokenSource());
        var before = Task.CompletedTask;
        while (true)
        {
            var running = _arrivals.GetOrAdd(hash, arrival);
            isNew = running == arrival;
            if (isNew)
            {
                break;
            }

            if (running.TryJoin())
            {
                return running;
            }

            // It was given up a moment ago, and has yet to let go of what has come.
            if (_arrivals.TryUpdate(hash, arrival, running))
            {
                (isNew, before) = (true, running.Completion);
                break;
            }
        }

        // On another thread: opening hashes what an earlier transfer left. It reports through the arrival and throws nothing.
        _ = Task.Run(() => arrival.RunAsync(store, hash, size, before, isStored, fill, stored, failed, Ended, lifetime), CancellationToken.None);
        return arrival;

        void Ended()
        {
            if (_arrivals.TryRemove(KeyValuePair.Create(hash, arrival)) && arrival.IsGivenUp)
            {
                store.DeletePartial(hash);
            }
        }
    }
}
