using System.Buffers;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Peers;

/// <summary>
/// Brings one blob here: peers first, the control plane last, resumed wherever it broke off, verified at the end. Goes round the sources
/// as long as bytes come, and a few times more.
/// </summary>
internal sealed class BlobTransfer(
    BlobHash hash, long size, IReadOnlyList<Uri> sources, BlobSourceClient client, Backoff backoff, TimeProvider time, ILogger logger)
{
    private const int BufferSize = 256 << 10;
    private const int RoundsWithoutProgress = 4;

    private readonly TaskCompletionSource<PartialBlob> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Bytes that have come so far.</summary>
    public long Arrived => _opened.Task.IsCompletedSuccessfully ? _opened.Task.Result.Arrived : 0;

    /// <summary>
    /// Ends when the blob is in the store, or fails: <see cref="BlobFetchException"/> where no source gives it for now,
    /// <see cref="BlobMismatchException"/> where wrong bytes came, <see cref="StorageFullException"/>.
    /// </summary>
    public Task Completion => _completed.Task;

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

    /// <param name="stored">Called when the blob is in the store, before anyone sees the transfer end.</param>
    /// <param name="ended">Called at the end, however it ends: another transfer of the blob may start then.</param>
    public async Task RunAsync(BlobStore store, Action stored, Action ended, CancellationToken cancellationToken)
    {
        try
        {
            using (var partial = await store.OpenPartialAsync(hash, size, cancellationToken))
            {
                _opened.SetResult(partial);
                try
                {
                    await FillAsync(partial, cancellationToken);
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
            Fail(_opened, exception);
            Fail(_completed, exception);
        }
    }

    private static void Fail<T>(TaskCompletionSource<T> source, Exception exception)
    {
        source.TrySetException(exception);
        // Those who wait see it; where nobody waits it is no error of the process.
        _ = source.Task.Exception;
    }

    private static void Fail(TaskCompletionSource source, Exception exception)
    {
        source.TrySetException(exception);
        _ = source.Task.Exception;
    }

    private async Task FillAsync(PartialBlob partial, CancellationToken cancellationToken)
    {
        var stuck = 0;
        Exception? reason = null;
        while (partial.Arrived < size)
        {
            var before = partial.Arrived;
            foreach (var source in sources)
            {
                try
                {
                    await ReceiveAsync(source, partial, cancellationToken);
                }
                catch (Exception exception) when (exception is HttpRequestException or (IOException and not StorageFullException))
                {
                    logger.SourceFailed(source.Authority, hash, partial.Arrived, exception.Message);
                    reason = exception;
                }

                if (partial.Arrived == size)
                {
                    return;
                }
            }

            if (partial.Arrived > before)
            {
                stuck = 0;
                backoff.Reset();
            }
            else if (++stuck == RoundsWithoutProgress)
            {
                throw new BlobFetchException($"No source gives the blob {hash}.", reason);
            }

            await Task.Delay(backoff.Next(), time, cancellationToken);
        }
    }

    private async Task ReceiveAsync(Uri source, PartialBlob partial, CancellationToken cancellationToken)
    {
        using var answer = await client.OpenAsync(source, hash, partial.Arrived, cancellationToken);
        if (answer is null)
        {
            return;
        }

        var body = await answer.OpenAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(BufferSize, size - partial.Arrived));
        try
        {
            while (partial.Arrived < size)
            {
                // What has come is shown to readers at once, however little it is. Bytes past the blob's size are not taken.
                var wanted = (int)Math.Min(buffer.Length, size - partial.Arrived);
                var count = await body.ReadAsync(buffer.AsMemory(0, wanted), cancellationToken);
                if (count == 0)
                {
                    throw new EndOfStreamException($"{source.Authority} ended a blob early.");
                }

                await partial.AppendAsync(buffer.AsMemory(0, count), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
