namespace MeetingCloud.Storage.Origins.Limits;

/// <summary>The right to one request, until it is disposed: when the response's body has ended.</summary>
public sealed class OriginPermit : IDisposable
{
    private readonly long _since;
    private readonly OriginPriority _priority;
    private OriginLimiter? _limiter;

    internal OriginPermit(OriginLimiter limiter, OriginPriority priority, long since)
    {
        _limiter = limiter;
        _priority = priority;
        _since = since;
    }

    /// <summary>No request was made: what it would have cost is free for others.</summary>
    public void GiveBack() => Interlocked.Exchange(ref _limiter, null)?.Release(_priority, _since, isUsed: false);

    public void Dispose() => Interlocked.Exchange(ref _limiter, null)?.Release(_priority, _since, isUsed: true);
}
