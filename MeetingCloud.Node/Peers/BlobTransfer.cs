using System.Buffers;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Peers;

/// <summary>
/// Brings one blob here: from one source after the other, resumed wherever it broke off, verified at the end. Goes round the sources
/// as long as bytes come, and a few times more.
/// </summary>
internal sealed class BlobTransfer(
    BlobHash hash,
    long size,
    BlobSources sources,
    BlobSourceClient client,
    DirectTransfers direct,
    Backoff backoff,
    TimeProvider time,
    ILogger logger)
{
    private const int BufferSize = 256 << 10;
    private const int RoundsWithoutProgress = 4;

    /// <exception cref="BlobFetchException">No source gives it for now.</exception>
    /// <exception cref="BlobWriteException">The disk here does not take it, whatever source is asked.</exception>
    public async Task FillAsync(PartialBlob partial, CancellationToken cancellationToken)
    {
        var stuck = 0;
        Exception? reason = null;
        while (partial.Arrived < size)
        {
            var before = partial.Arrived;
            foreach (var source in client.InOrder(sources, hash))
            {
                try
                {
                    await ReceiveAsync(source, partial, cancellationToken);
                }
                catch (Exception exception) when (exception is HttpRequestException or (IOException and not StorageFullException and not BlobWriteException))
                {
                    logger.SourceFailed(source.Url.Authority, hash, partial.Arrived, exception.Message);
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

    private async Task ReceiveAsync(BlobSource source, PartialBlob partial, CancellationToken cancellationToken)
    {
        if (source.IsDirect)
        {
            direct.Begin(hash);
        }

        try
        {
            await CopyAsync(source, partial, cancellationToken);
        }
        finally
        {
            if (partial.Arrived < size)
            {
                direct.Break(hash);
            }
        }
    }

    private async Task CopyAsync(BlobSource source, PartialBlob partial, CancellationToken cancellationToken)
    {
        using var answer = await client.OpenAsync(source, hash, partial.Arrived, cancellationToken);
        if (answer is null)
        {
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(BufferSize, size - partial.Arrived));
        try
        {
            var body = await answer.OpenAsync(cancellationToken);
            while (partial.Arrived < size)
            {
                // What has come is shown to readers at once, however little it is. Bytes past the blob's size are not taken.
                var wanted = (int)Math.Min(buffer.Length, size - partial.Arrived);
                var count = await ReadAsync(source, body, buffer.AsMemory(0, wanted), cancellationToken);
                await AppendAsync(partial, buffer.AsMemory(0, count), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask AppendAsync(PartialBlob partial, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await partial.AppendAsync(bytes, cancellationToken);
        }
        catch (IOException exception) when (exception is not StorageFullException)
        {
            throw new BlobWriteException($"The blob {hash} cannot be written: {exception.Message}", exception);
        }
    }

    private async ValueTask<int> ReadAsync(BlobSource source, Stream body, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellationToken) is > 0 and var count
                ? count
                : throw new EndOfStreamException($"{source.Url.Authority} ended a blob early.");
        }
        catch (IOException)
        {
            client.Failed(source);
            throw;
        }
    }
}
