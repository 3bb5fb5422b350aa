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

    public async ValueTask CopyToAsync(PipeWriter destination, long offset, long length, CancellationToken cancellationToken)
    {
        using var steps = StepBudget.Shared.Enter();
        while (length > 0)
        {
            var step = (int)Math.Min(steps.Bytes, length);
            var memory = destination.GetMemory(step);
            var count = await content.ReadAsync(offset, memory[..step], cancellationToken);
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
