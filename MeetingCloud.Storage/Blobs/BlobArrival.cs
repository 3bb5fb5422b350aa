namespace MeetingCloud.Storage.Blobs;

/// <summary>A blob on its way into a store. Readers get what has come and wait for more; what comes is verified at the end.</summary>
public sealed class BlobArrival
{
    private readonly TaskCompletionSource<PartialBlob> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal BlobArrival()
    {
    }

    /// <summary>
    /// Ends when the blob is in the store, or fails with what broke the transfer off: <see cref="BlobMismatchException"/> where wrong
    /// bytes came, <see cref="StorageFullException"/>, or what its source threw.
    /// </summary>
    public Task Completion => _completed.Task;

    /// <summary>Bytes that have come so far.</summary>
    public long Arrived => _opened.Task.IsCompletedSuccessfully ? _opened.Task.Result.Arrived : 0;

    /// <summary>Opens the blob as it arrives. Null where the transfer has just ended: then the store has it, or nobody.</summary>
    public async ValueTask<IBlobContent?> OpenReaderAsync(CancellationToken cancellationToken)
    {
        var partial = await _opened.Task.WaitAsync(cancellationToken);
        try
        {
            return partial.OpenReader();
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }

    /// <param name="ended">Called at the end, however it ends: another transfer of the blob may start then.</param>
    internal async Task RunAsync(
        BlobStore store,
        BlobHash hash,
        long size,
        Func<PartialBlob, CancellationToken, Task> fill,
        Action stored,
        Action ended,
        CancellationToken cancellationToken)
    {
        try
        {
            using (var partial = await store.OpenPartialAsync(hash, size, cancellationToken))
            {
                _opened.SetResult(partial);
                try
                {
                    await fill(partial, cancellationToken);
                    partial.Complete();
                    stored();
                }
                catch (Exception exception)
                {
                    partial.Fail(exception);
                    throw;
                }
            }

            ended();
            _completed.SetResult();
        }
        catch (Exception exception)
        {
            ended();
            _opened.TrySetException(exception);
            _completed.TrySetException(exception);
            // Those who wait see it; where nobody waits it is no error of the process.
            _ = _opened.Task.Exception;
            _ = _completed.Task.Exception;
        }
    }
}
