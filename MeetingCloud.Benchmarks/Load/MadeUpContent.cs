using System.Buffers.Binary;
using System.Net;

namespace MeetingCloud.Benchmarks.Load;

/// <summary>
/// A file to upload that is never on a disk or in memory: a block of random bytes over and over, each time with another stamp, so
/// that making it costs next to nothing and no two files are the same.
/// </summary>
internal sealed class MadeUpContent(int seed, long length) : HttpContent
{
    private const int BlockSize = 256 << 10;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => WriteAsync(stream, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        WriteAsync(stream, cancellationToken);

    protected override bool TryComputeLength(out long size)
    {
        size = length;
        return true;
    }

    private async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        var block = new byte[BlockSize];
        new Random(seed).NextBytes(block);
        for (var offset = 0L; offset < length; offset += BlockSize)
        {
            BinaryPrimitives.WriteInt64LittleEndian(block, offset);
            await stream.WriteAsync(block.AsMemory(0, (int)Math.Min(BlockSize, length - offset)), cancellationToken);
        }
    }
}
