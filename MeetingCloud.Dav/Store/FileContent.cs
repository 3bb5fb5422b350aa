using System.IO.Pipelines;
using MeetingCloud.ServiceDefaults;
using Microsoft.Win32.SafeHandles;

namespace MeetingCloud.Dav.Store;

/// <summary>An open file's bytes. They stay what they are while it is replaced or deleted.</summary>
internal sealed class FileContent(SafeFileHandle file) : IRangeSource, IDisposable
{
    private const int Step = 256 << 10;

    public long Length { get; } = RandomAccess.GetLength(file);

    public DateTimeOffset Modified { get; } = new(File.GetLastWriteTimeUtc(file), TimeSpan.Zero);

    public async ValueTask CopyToAsync(PipeWriter destination, long offset, long length, CancellationToken cancellationToken)
    {
        while (length > 0)
        {
            var memory = destination.GetMemory((int)Math.Min(Step, length));
            var count = await RandomAccess.ReadAsync(file, memory[..(int)Math.Min(memory.Length, length)], offset, cancellationToken);
            if (count == 0)
            {
                throw new EndOfStreamException($"A file ended {length} bytes early.");
            }

            destination.Advance(count);
            offset += count;
            length -= count;
            if ((await destination.FlushAsync(cancellationToken)).IsCompleted)
            {
                return;
            }
        }
    }

    public void Dispose() => file.Dispose();
}
