namespace MeetingCloud.Storage.Blobs;

/// <summary>A stored blob, opened.</summary>
internal sealed class FileContent(SharedFile file) : IBlobContent
{
    private SharedFile? _file = file;

    public long Length { get; } = file.Length;

    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_file is null, this);
        // .NET's asynchronous reads are synchronous ones on another pool thread, except on Windows. A package that is downloaded by a
        // crowd is in the page cache, where the read itself is cheaper than the change of thread.
        return new ValueTask<int>(RandomAccess.Read(_file.Handle, buffer.Span, offset));
    }

    public void Dispose() => Interlocked.Exchange(ref _file, null)?.Release();
}
