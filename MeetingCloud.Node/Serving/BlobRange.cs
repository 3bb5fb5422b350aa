using System.IO.Pipelines;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Packages;

namespace MeetingCloud.Node.Serving;

/// <summary>One blob as the bytes of a response.</summary>
/// <param name="meter">Counts what is sent; null for peers.</param>
internal sealed class BlobRange(IBlobContent content, DownloadMeter? meter) : IRangeSource
{
    public long Length => content.Length;

    public ValueTask PrepareAsync(long offset, long length, CancellationToken cancellationToken) => content.WaitAsync(offset, cancellationToken);

    public ValueTask CopyToAsync(PipeWriter destination, long offset, long length, CancellationToken cancellationToken) => meter is null
        ? destination.CopyAsync(content.ReadAsync, offset, length, static () => PackageLayout.Step, sent: null, cancellationToken)
        : destination.CopyAsync(content.ReadAsync, offset, length, () => ResponseStep.For(meter.Active), meter.Sent, cancellationToken);
}
