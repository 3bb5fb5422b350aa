using MeetingCloud.Node.Eviction;
using MeetingCloud.Node.Peers;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Media;

/// <summary>Brings one picture or track here, with room made for it first.</summary>
internal sealed class MediaFill(BlobHash hash, long size, BlobSources sources)
{
    private readonly TaskCompletionSource<BlobArrival> _transfer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<BlobArrival?> _second = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The transfer, once there is room. Fails with <see cref="StorageFullException"/> where there is none.</summary>
    public Task<BlobArrival> Transfer => _transfer.Task;

    /// <summary>The transfer that follows where the first brought wrong bytes; null once it is known that none does.</summary>
    public Task<BlobArrival?> SecondTransfer => _second.Task;

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
            try
            {
                await WaitAsync(transfer, cancellationToken);
            }
            catch (BlobMismatchException) when (!sources.IsNone)
            {
                logger.WrongBytes(hash);
                var second = blobs.Fetch(hash, size, BlobSources.None);
                _second.SetResult(second);
                await WaitAsync(second, cancellationToken);
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
            _second.TrySetResult(null);
            forget();
            _ended.SetResult();
        }
    }

    // As a reader: it comes for those who ask later too, should the first listener leave, or a meeting that shares it be given up.
    private static async Task WaitAsync(BlobArrival transfer, CancellationToken cancellationToken)
    {
        using var reader = await transfer.OpenReaderAsync(cancellationToken);
        await transfer.Completion.WaitAsync(cancellationToken);
    }
}
