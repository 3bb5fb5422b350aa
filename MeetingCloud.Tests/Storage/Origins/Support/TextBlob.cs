using System.Text;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Tests.Storage.Origins.Support;

/// <summary>A blob of letters, which scripted servers can send as text: the same for the same seed, and no stretch of it repeats soon.</summary>
internal sealed class TextBlob : IBlobContent
{
    private readonly byte[] _bytes;

    public TextBlob(int length, int seed = 1)
    {
        var random = new Random(seed);
        Text = string.Create(length, random, static (text, random) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = (char)('a' + random.Next(26));
            }
        });
        _bytes = Encoding.ASCII.GetBytes(Text);
        Hash = BlobHash.Of(_bytes);
    }

    public string Text { get; }

    public BlobHash Hash { get; }

    public long Length => _bytes.Length;

    /// <summary>Thrown at the first read, if any: the disk's fault, not a server's.</summary>
    public IOException? Failure { get; init; }

    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        var count = (int)Math.Min(buffer.Length, _bytes.Length - offset);
        _bytes.AsSpan((int)offset, count).CopyTo(buffer.Span);
        return new ValueTask<int>(count);
    }

    public void Dispose()
    {
    }
}
