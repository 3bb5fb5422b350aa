namespace MeetingCloud.Storage.Origins.Limits;

/// <summary>At most so many requests in any window of time, however it is laid: the times of the latest ones are kept.</summary>
public sealed class RequestBudget(int limit, TimeSpan window, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly long[] _times = new long[limit];
    private int _count;
    private int _next;

    /// <summary>Requests made within the last window.</summary>
    public int Used
    {
        get
        {
            lock (_lock)
            {
                Forget();
                return _count;
            }
        }
    }

    public int Limit => limit;

    /// <summary>When one more may be made; zero where that is now.</summary>
    public TimeSpan FreeIn
    {
        get
        {
            lock (_lock)
            {
                Forget();
                return _count < limit ? TimeSpan.Zero : window - time.GetElapsedTime(Oldest);
            }
        }
    }

    public RequestGrant Take(int wanted)
    {
        lock (_lock)
        {
            Forget();
            var granted = Math.Min(wanted, limit - _count);
            for (var i = 0; i < granted; i++)
            {
                _times[_next] = time.GetTimestamp();
                _next = (_next + 1) % limit;
            }

            _count += granted;
            return new RequestGrant(granted, granted == wanted ? TimeSpan.Zero : window - time.GetElapsedTime(Oldest));
        }
    }

    private long Oldest => _times[(_next - _count + limit) % limit];

    private void Forget()
    {
        while (_count > 0 && time.GetElapsedTime(Oldest) >= window)
        {
            _count--;
        }
    }
}
