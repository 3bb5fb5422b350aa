namespace MeetingCloud.Storage.Blobs;

/// <summary>A reader of a blob that is arriving.</summary>
/// <param name="closed">Called when it is disposed.</param>
internal sealed class PartialContent(PartialBlob blob, SharedFile file, Action? closed) : IBlobContent
{
    private SharedFile? _file = file;

    public long Length => blob.Size;

    public async ValueTask WaitAsync(long offset, CancellationToken cancellationToken) => await blob.WaitAsync(offset, cancellationToken);

    public async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var readable = await blob.WaitAsync(offset, cancellationToken);
        ObjectDisposedException.ThrowIf(_file is null, this);
        // Just written, so in the page cache: see FileContent.
        return RandomAccess.Read(_file.Handle, buffer.Span[..(int)Math.Min(readable, buffer.Length)], offset);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _file, null) is { } open)
        {
            open.Release();
            closed?.Invoke();
        }
    }
}
