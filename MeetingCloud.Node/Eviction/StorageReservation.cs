namespace MeetingCloud.Node.Eviction;

/// <summary>Room that is kept for transfers under way; disposing gives back what they did not use.</summary>
internal sealed class StorageReservation(long bytes, Action<long> giveBack) : IDisposable
{
    private long _left = bytes;

    /// <summary>Bytes that have come: they count as stored from now on, and no longer as promised.</summary>
    public void Fulfil(long bytes)
    {
        Interlocked.Add(ref _left, -bytes);
        giveBack(bytes);
    }

    public void Dispose() => giveBack(Interlocked.Exchange(ref _left, 0));
}
