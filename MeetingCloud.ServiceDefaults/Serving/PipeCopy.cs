using System.IO.Pipelines;

namespace MeetingCloud.ServiceDefaults;

/// <summary>Bytes that are read piece by piece, straight into the buffers of a response.</summary>
public static class PipeCopy
{
    /// <summary>Writes and flushes <paramref name="length"/> bytes from <paramref name="offset"/> on; fewer where the reader has gone.</summary>
    /// <param name="read">Reads at an offset; gives the number of bytes, 0 at the end.</param>
    /// <param name="step">Bytes of the next piece, at most.</param>
    /// <param name="sent">Called with the bytes of each piece.</param>
    /// <exception cref="EndOfStreamException">There are fewer bytes than that.</exception>
    public static async ValueTask CopyAsync(
        this PipeWriter destination,
        Func<long, Memory<byte>, CancellationToken, ValueTask<int>> read,
        long offset,
        long length,
        Func<int> step,
        Action<long>? sent,
        CancellationToken cancellationToken)
    {
        while (length > 0)
        {
            var wanted = (int)Math.Min(step(), length);
            var count = await read(offset, destination.GetMemory(wanted)[..wanted], cancellationToken);
            if (count == 0)
            {
                throw new EndOfStreamException($"The bytes end {length} early.");
            }

            destination.Advance(count);
            offset += count;
            length -= count;
            sent?.Invoke(count);
            if ((await destination.FlushAsync(cancellationToken)).IsCompleted)
            {
                return;
            }
        }
    }
}
