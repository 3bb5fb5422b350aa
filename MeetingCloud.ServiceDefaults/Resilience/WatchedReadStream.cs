namespace MeetingCloud.ServiceDefaults;

/// <summary>
/// Fails with an <see cref="IOException"/> where a read gets no byte in time. The clock runs only while a read is under way, so a
/// slow reader is no stall. Reads do not overlap, as with any stream.
/// </summary>
internal sealed class WatchedReadStream(Stream inner, string? peer, TimeSpan stallTimeout, TimeProvider time) : Stream
{
    private readonly CancellationTokenSource _watch = new(Timeout.InfiniteTimeSpan, time);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _watch.CancelAfter(stallTimeout);
        var registration = cancellationToken.UnsafeRegister(static watch => ((CancellationTokenSource)watch!).Cancel(), _watch);
        var read = inner.ReadAsync(buffer, _watch.Token);
        return AwaitAsync(read, registration, cancellationToken);
    }

    private async ValueTask<int> AwaitAsync(ValueTask<int> read, CancellationTokenRegistration registration, CancellationToken cancellationToken)
    {
        try
        {
            return await read;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"{peer} sent no byte for {stallTimeout.TotalSeconds:0.#} s.", new TimeoutException(e.Message, e));
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        finally
        {
            await registration.DisposeAsync();
            _watch.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A synchronous read could not be broken off when it stalls.");

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            _watch.Dispose();
        }

        base.Dispose(disposing);
    }

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        _watch.Dispose();
        await base.DisposeAsync();
    }
}
