using System.IO.Pipelines;
using MeetingCloud.Node.Peers;
using MeetingCloud.Node.Serving;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Media;

/// <summary>
/// A picture or track as the bytes of one response. Opened when the range is known: a listener who jumps does not wait for all that
/// lies before, and one who asks for the headers alone, or has the bytes already, makes the node fetch nothing.
/// </summary>
internal sealed class MediaRange(
    BlobHash hash,
    long size,
    BlobSources sources,
    MediaBlobs media,
    MediaRelay relay,
    DownloadMeter meter,
    TimeProvider time,
    ILogger logger) : IRangeSource, IDisposable
{
    /// <summary>Bytes ahead of what has arrived that are not worth a request of their own.</summary>
    private const long NearAhead = 1 << 20;

    /// <summary>On a fast line most jumps are caught up with sooner.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(0.5);

    private IBlobContent? _content;
    private RelayedPart? _relayed;

    public long Length => size;

    public async ValueTask PrepareAsync(long offset, long length, CancellationToken cancellationToken)
    {
        BlobArrival? transfer;
        try
        {
            (_content, transfer) = await media.OpenAsync(hash, size, sources, cancellationToken);
        }
        catch (StorageFullException)
        {
            _relayed = await relay.TryOpenAsync(hash, offset, length, sources, cancellationToken)
                ?? throw new BlobFetchException($"There is no room for the blob {hash}, and it cannot be passed through for now.");
            logger.PassedThrough(hash, size);
            return;
        }

        if (transfer is null || offset - transfer.Arrived <= NearAhead || !await IsLateAsync(offset, cancellationToken))
        {
            await _content.WaitAsync(offset, cancellationToken);
            return;
        }

        _relayed = await relay.TryOpenAsync(hash, offset, length, sources, cancellationToken);
        if (_relayed is null)
        {
            await _content.WaitAsync(offset, cancellationToken);
        }
    }

    public async ValueTask CopyToAsync(PipeWriter destination, long offset, long length, CancellationToken cancellationToken)
    {
        // Of several ranges the first alone was prepared.
        if (_relayed is not null && _relayed.Offset != offset)
        {
            _relayed.Dispose();
            _relayed = null;
        }

        if (_relayed is null && _content is null)
        {
            await PrepareAsync(offset, length, cancellationToken);
        }

        if (_relayed is not null)
        {
            await _relayed.CopyToAsync(destination, length, meter, cancellationToken);
        }
        else
        {
            await new BlobRange(_content!, meter).CopyToAsync(destination, offset, length, cancellationToken);
        }
    }

    public void Dispose()
    {
        _content?.Dispose();
        _relayed?.Dispose();
    }

    private async Task<bool> IsLateAsync(long offset, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await _content!.WaitAsync(offset, either.Token);
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return true;
        }
    }
}
