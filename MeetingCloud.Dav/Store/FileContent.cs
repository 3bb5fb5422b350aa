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

    public ValueTask CopyToAsync(PipeWriter destination, long offset, long length, CancellationToken cancellationToken) => destination.CopyAsync(
        (at, buffer, token) => RandomAccess.ReadAsync(file, buffer, at, token), offset, length, static () => Step, sent: null, cancellationToken);

    public void Dispose() => file.Dispose();
}
