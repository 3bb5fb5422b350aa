using System.Buffers.Binary;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Tests.Storage.Support;

/// <summary>Blobs of any size without bytes anywhere: each eight bytes are their own offset.</summary>
internal sealed class VirtualBlobs : IBlobSource
{
    public ValueTask<IBlobContent> OpenAsync(BlobHash hash, long size, CancellationToken cancellationToken) => new(new Content(size));

    public static byte ByteAt(long offset)
    {
        Span<byte> word = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(word, offset & ~7);
        return word[(int)(offset & 7)];
    }

    private sealed class Content(long size) : IBlobContent
    {
        public long Length => size;

        public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
        {
            var count = (int)Math.Min(buffer.Length, size - offset);
            for (var i = 0; i < count; i++)
            {
                buffer.Span[i] = ByteAt(offset + i);
            }

            return new ValueTask<int>(count);
        }

        public void Dispose()
        {
        }
    }
}
