using System.IO.Pipelines;
using MeetingCloud.Node.Peers;
using MeetingCloud.Node.Serving;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Node.Media;

/// <summary>A part of a blob on its way through.</summary>
/// <param name="offset">Where in the blob it begins.</param>
/// <param name="ended">Called when it is disposed.</param>
internal sealed class RelayedPart(BlobAnswer answer, long offset, Action ended) : IDisposable
{
    private const int Step = 64 << 10;

    /// <summary>Where in the blob it begins.</summary>
    public long Offset { get; } = offset;

    public async ValueTask CopyToAsync(PipeWriter destination, long length, DownloadMeter meter, CancellationToken cancellationToken)
    {
        var body = await answer.OpenAsync(cancellationToken);
        await destination.CopyAsync(
            (_, buffer, token) => body.ReadAsync(buffer, token), Offset, length, static () => Step, meter.Sent, cancellationToken);
    }

    public void Dispose()
    {
        answer.Dispose();
        ended();
    }
}
