namespace MeetingCloud.Storage.WebDav;

/// <summary>A body of known length. Its end is where its length says; anything before that is an error.</summary>
internal sealed class ResponseBody(Stream inner, WebDavCall call, long length) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position == length || buffer.Length == 0)
        {
            return 0;
        }

        int count;
        try
        {
            count = await inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, length - _position)], cancellationToken);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw call.Fail(WebDavFailure.TimedOut, $"no more came after {_position} of {length} bytes", cause: exception);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException && WebDavTransport.IsTimeout(exception))
        {
            throw call.Fail(WebDavFailure.TimedOut, $"no more came after {_position} of {length} bytes", cause: exception);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw call.Fail(WebDavFailure.Truncated, $"the connection broke after {_position} of {length} bytes", cause: exception);
        }

        if (count == 0)
        {
            throw call.Fail(WebDavFailure.Truncated, $"the body ended after {_position} of {length} bytes");
        }

        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("The body comes from the network: read it asynchronously.");

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
