using System.IO.Pipelines;
using MeetingCloud.Node.Peers;
using MeetingCloud.Node.Serving;

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
        while (length > 0)
        {
            var memory = destination.GetMemory(Step);
            var count = await body.ReadAsync(memory[..(int)Math.Min(memory.Length, length)], cancellationToken);
            if (count == 0)
            {
                throw new EndOfStreamException($"The source ended a blob {length} bytes early.");
            }

            destination.Advance(count);
            length -= count;
            meter.Sent(count);
            if ((await destination.FlushAsync(cancellationToken)).IsCompleted)
            {
                return;
            }
        }
    }

    public void Dispose()
    {
        answer.Dispose();
        ended();
    }
}
