using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace MeetingCloud.Storage.Blobs;

/// <summary>Streams bytes into a file while it hashes them.</summary>
internal static class BlobWriter
{
    // Large enough that system calls do not matter, small enough for hundreds of uploads at a time.
    private const int BufferSize = 256 << 10;

    /// <param name="announcedSize">Stops as soon as there is more; null: any size.</param>
    /// <param name="beforeWrite">Called with the bytes written so far; may refuse to go on.</param>
    /// <exception cref="BlobMismatchException">There is more than was announced.</exception>
    public static async Task<BlobInfo> CopyAsync(
        Stream content, SafeFileHandle file, long? announcedSize, Action<long> beforeWrite, CancellationToken cancellationToken)
    {
        using var hasher = new BlobHasher();
        // One byte more than announced shows the end, or the excess, without another read.
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(BufferSize, (announcedSize ?? BufferSize) + 1));
        try
        {
            while (true)
            {
                var count = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
                if (hasher.Size + count > announcedSize)
                {
                    throw new BlobMismatchException($"More than the announced {announcedSize} bytes came.");
                }

                if (count > 0)
                {
                    beforeWrite(hasher.Size);
                    // The write runs on another thread while this one hashes the same bytes.
                    var write = RandomAccess.WriteAsync(file, buffer.AsMemory(0, count), hasher.Size, CancellationToken.None);
                    hasher.Append(buffer.AsSpan(0, count));
                    await write;
                }

                if (count < buffer.Length)
                {
                    return hasher.Finish();
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
