using MeetingCloud.Node.Eviction;
using MeetingCloud.Node.Peers;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Media;

/// <summary>Brings one picture or track here, with room made for it first.</summary>
internal sealed class MediaFill(BlobHash hash, long size, BlobSources sources)
{
    private readonly TaskCompletionSource<BlobArrival> _transfer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The transfer, once there is room. Fails with <see cref="StorageFullException"/> where there is none.</summary>
    public Task<BlobArrival> Transfer => _transfer.Task;

    /// <summary>Ends when another fill of the blob may start, however this one ended.</summary>
    public Task Ended => _ended.Task;

    /// <param name="forget">Called before the end.</param>
    public async Task RunAsync(
        NodeBlobs blobs, StorageEviction eviction, MediaCatalog catalog, Action forget, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            using var room = await eviction.MakeRoomAsync([(hash, size)], cancellationToken);
            var transfer = blobs.Fetch(hash, size, sources);
            _transfer.SetResult(transfer);
            // Kept for those who come later: it goes on when the first listener leaves, and when a meeting that shares it is given up.
            using var reader = await transfer.OpenReaderAsync(cancellationToken);
            try
            {
                await transfer.Completion.WaitAsync(cancellationToken);
            }
            catch (BlobMismatchException) when (!sources.IsNone)
            {
                logger.WrongBytes(hash);
                await blobs.Fetch(hash, size, BlobSources.None).Completion.WaitAsync(cancellationToken);
            }

            room.Fulfil(hash);
            catalog.Touch(hash, size);
        }
        catch (Exception exception)
        {
            // Those who listen hear it from the transfer; the others from here.
            logger.NotFetched(hash, exception.Message);
            _transfer.TrySetException(exception is IOException ? exception : new BlobFetchException($"The blob {hash} is not fetched.", exception));
            _ = _transfer.Task.Exception;
        }
        finally
        {
            forget();
            _ended.SetResult();
        }
    }
}
