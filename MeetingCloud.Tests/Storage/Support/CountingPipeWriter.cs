using System.IO.Pipelines;

namespace MeetingCloud.Tests.Storage.Support;

/// <summary>Counts flushes, each of which is a system call and a packet in a server.</summary>
internal sealed class CountingPipeWriter(PipeWriter inner) : PipeWriter
{
    public int Flushes { get; private set; }

    public override void Advance(int bytes) => inner.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        Flushes++;
        return inner.FlushAsync(cancellationToken);
    }
}
