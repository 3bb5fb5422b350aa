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

    /// <exception cref="BlobFetchException">No source gives it for now.</exception>
    public async Task FillAsync(PartialBlob partial, CancellationToken cancellationToken)
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
