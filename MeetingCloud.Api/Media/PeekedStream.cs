namespace MeetingCloud.Api.Media;

/// <summary>A body whose first bytes were looked at, to be read from its start, and, where there is a limit, at most so many bytes of it.</summary>
internal sealed class PeekedStream : Stream
{
    private readonly Stream _rest;
    private readonly (long Max, Func<Exception> TooLong)? _limit;
    private ReadOnlyMemory<byte> _head;
    private long _read;

    private PeekedStream(ReadOnlyMemory<byte> head, Stream rest, (long Max, Func<Exception> TooLong)? limit)
    {
        Head = _head = head;
        _rest = rest;
        _limit = limit;
    }

    /// <summary>The first bytes; fewer than asked for where there are no more.</summary>
    public ReadOnlyMemory<byte> Head { get; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    /// <param name="limit">Bytes that the body may have, and what a read throws that goes past them; null for no limit.</param>
    public static async Task<PeekedStream> OpenAsync(
        Stream body, int headLength, (long Max, Func<Exception> TooLong)? limit, CancellationToken cancellationToken)
    {
        var head = new byte[headLength];
        var count = await body.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        return new PeekedStream(head.AsMemory(0, count), body, limit);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count;
        if (_head.IsEmpty)
        {
            count = await _rest.ReadAsync(buffer, cancellationToken);
        }
        else
        {
            count = Math.Min(_head.Length, buffer.Length);
            _head[..count].CopyTo(buffer);
            _head = _head[count..];
        }

        _read += count;
        return _limit is var (max, tooLong) && _read > max ? throw tooLong() : count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bodies are read asynchronously.");

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
