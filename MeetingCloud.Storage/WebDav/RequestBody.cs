using System.Buffers;
using System.Net;

namespace MeetingCloud.Storage.WebDav;

/// <summary>
/// What a request carries: exactly so many bytes of a stream, announced by length. It can be sent once, so nothing underneath can send
/// a write twice, and it knows whether it was begun.
/// </summary>
internal sealed class RequestBody(Stream source, long length) : HttpContent
{
    private const int BufferSize = 128 << 10;

    private volatile bool _begun;

    /// <summary>For writes that need none: <see cref="WebDavTransport.SendAsync"/> says why they get one.</summary>
    public static RequestBody Empty() => new(Stream.Null, 0);

    /// <summary>The request's head has gone out, and so the server may act on it.</summary>
    public bool IsBegun => _begun;

    /// <summary>Something underneath wanted to send it a second time: it follows redirects, which it must not.</summary>
    public bool IsAskedAgain { get; private set; }

    /// <summary>What broke the source: the caller's trouble, not the server's.</summary>
    public Exception? SourceFailure { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (_begun)
        {
            IsAskedAgain = true;
            throw new InvalidOperationException("A body is sent once: its stream has been read.");
        }

        _begun = true;
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(BufferSize, Math.Max(1, length)));
        try
        {
            for (var left = length; left > 0;)
            {
                var count = await ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), length - left, cancellationToken);
                await stream.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                left -= count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }

    private async ValueTask<int> ReadAsync(Memory<byte> buffer, long offset, CancellationToken cancellationToken)
    {
        try
        {
            var count = await source.ReadAsync(buffer, cancellationToken);
            return count > 0 ? count : throw new EndOfStreamException($"The content ends after {offset} of {length} bytes.");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            SourceFailure = exception;
            throw;
        }
    }
}
