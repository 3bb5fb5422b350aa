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

    public RequestGrant Take(int wanted) => Take(wanted, time.GetTimestamp());

    /// <param name="at">Timestamp of the requests, now.</param>
    internal RequestGrant Take(int wanted, long at)
    {
        lock (_lock)
        {
            Forget();
            var granted = Math.Min(wanted, limit - _count);
            for (var i = 0; i < granted; i++)
            {
                _times[_next] = at;
                _next = (_next + 1) % limit;
            }

            _count += granted;
            return new RequestGrant(granted, granted == wanted ? TimeSpan.Zero : window - time.GetElapsedTime(Oldest));
        }
    }

    /// <summary>A request that was taken at a certain time was not made.</summary>
    internal void Undo(long at)
    {
        lock (_lock)
        {
            Forget();
            // The latest are looked at first: a request is given back soon or never.
            for (var age = 1; age <= _count; age++)
            {
                if (_times[Slot(age)] != at)
                {
                    continue;
                }

                for (; age > 1; age--)
                {
                    _times[Slot(age)] = _times[Slot(age - 1)];
                }

                _next = Slot(1);
                _count--;
                return;
            }
        }
    }

    private int Slot(int age) => (_next - age + limit) % limit;

    private long Oldest => _times[Slot(_count)];

    private void Forget()
    {
        while (_count > 0 && time.GetElapsedTime(Oldest) >= window)
        {
            _count--;
        }
    }
}
