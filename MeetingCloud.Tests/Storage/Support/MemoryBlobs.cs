using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Tests.Storage.Support;

/// <summary>Blobs in memory; reads give at most <paramref name="maxRead"/> bytes, as a transfer under way does.</summary>
internal sealed class MemoryBlobs(int maxRead = int.MaxValue) : IBlobSource
{
    private readonly Dictionary<BlobHash, byte[]> _blobs = [];

    /// <summary>Openings that were not closed.</summary>
    public int Open { get; private set; }

    public BlobHash Add(byte[] content)
    {
        var hash = BlobHash.Of(content);
        _blobs[hash] = content;
        return hash;
    }

    public ValueTask<IBlobContent> OpenAsync(BlobHash hash, long size, CancellationToken cancellationToken)
    {
        var bytes = _blobs.GetValueOrDefault(hash) ?? throw new BlobNotFoundException(hash);
        Open++;
        return new ValueTask<IBlobContent>(new Content(this, bytes));
    }

    private sealed class Content(MemoryBlobs owner, byte[] bytes) : IBlobContent
    {
        public long Length => bytes.Length;

        public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
        {
            var count = (int)Math.Min(Math.Min(buffer.Length, owner.MaxRead), bytes.Length - offset);
            bytes.AsSpan((int)offset, count).CopyTo(buffer.Span);
            return new ValueTask<int>(count);
        }

        public void Dispose() => owner.Open--;
    }

    private int MaxRead { get; } = maxRead;
}
