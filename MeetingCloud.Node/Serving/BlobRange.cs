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

    public async ValueTask CopyToAsync(PipeWriter destination, long offset, long length, CancellationToken cancellationToken)
    {
        while (length > 0)
        {
            var step = meter is null ? PackageLayout.Step : ResponseStep.For(meter.Active);
            var memory = destination.GetMemory((int)Math.Min(step, length));
            var wanted = (int)Math.Min(Math.Min(step, memory.Length), length);
            var count = await content.ReadAsync(offset, memory[..wanted], cancellationToken);
            if (count == 0)
            {
                throw new EndOfStreamException($"A blob ends {length} bytes early.");
            }

            destination.Advance(count);
            offset += count;
            length -= count;
            meter?.Sent(count);
            if ((await destination.FlushAsync(cancellationToken)).IsCompleted)
            {
                return;
            }
        }
    }
}
