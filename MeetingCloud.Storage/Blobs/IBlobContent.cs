namespace MeetingCloud.Storage.Blobs;

/// <summary>A blob opened for reading, by any number of readers at a time. Disposing ends this opening only.</summary>
public interface IBlobContent : IDisposable
{
    /// <summary>Bytes of the whole blob.</summary>
    long Length { get; }

    /// <summary>Waits until a byte at <paramref name="offset"/> can be read: at once, except where the blob is still arriving.</summary>
    /// <exception cref="IOException">It cannot be had.</exception>
    ValueTask WaitAsync(long offset, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>
    /// Reads at <paramref name="offset"/>: at least one byte, or 0 at the end and for an empty buffer. A blob that is still
    /// arriving waits for the bytes.
    /// </summary>
    /// <exception cref="IOException">The bytes cannot be had: the disk failed, or the transfer that should bring them.</exception>
    ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken);
}
