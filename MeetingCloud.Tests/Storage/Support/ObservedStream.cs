namespace MeetingCloud.Tests.Storage.Support;

/// <summary>A stream that tells a test of every read before it happens, and gives at most so many bytes at a time.</summary>
internal sealed class ObservedStream(byte[] content, int maxRead, Action<long> onRead) : MemoryStream(content)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        onRead(Position);
        return base.ReadAsync(buffer[..Math.Min(buffer.Length, maxRead)], cancellationToken);
    }
}
