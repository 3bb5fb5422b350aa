namespace MeetingCloud.Storage.Origins.Limits;

/// <summary>What a limiter has in hand of one of its server's budgets. Guarded by the limiter's lock.</summary>
internal sealed class BudgetStock(string name, int limit, TimeSpan window, TimeProvider time)
{
    // Repair and migration may spend half, so that the other half is there for those who wait.
    private readonly RequestBudget _background = new(Math.Max(1, limit / 2), window, time);
    private readonly RequestBudget _spent = new(limit, window, time);
    private long _since;
    private long _emptySince;
    private TimeSpan _emptyFor;

    public string Name => name;

    public int Limit => limit;

    public TimeSpan Window => window;

    /// <summary>Requests taken from the budget and not made yet.</summary>
    public int InHand { get; private set; }

    /// <summary>Requests that this process made within the window.</summary>
    public int Spent => _spent.Used;

    /// <summary>How long the budget is known to be spent; zero where it may have something.</summary>
    public TimeSpan EmptyFor
    {
        get
        {
            var own = _spent.FreeIn;
            var left = InHand > 0 ? TimeSpan.Zero : _emptyFor - time.GetElapsedTime(_emptySince);
            return left > own ? left : own;
        }
    }

    /// <summary>How many must be asked for, so that <paramref name="requests"/> can be made now.</summary>
    public int Missing(int requests)
    {
        if (InHand > 0 && time.GetElapsedTime(_since) >= window)
        {
            // Their window is over, and the budget may have given them to others.
            InHand = 0;
        }

        return Math.Min(requests, limit - _spent.Used) - InHand;
    }

    public void Add(RequestGrant grant)
    {
        _since = InHand > 0 ? _since : time.GetTimestamp();
        InHand += grant.Granted;
        _emptySince = time.GetTimestamp();
        _emptyFor = grant.RetryAfter;
    }

    // A request counts when it is made, which may be a while after it was granted: hence the second account.
    public bool Covers(OriginPriority priority) =>
        InHand > 0
        && time.GetElapsedTime(_since) < window
        && _spent.Used < limit
        && (priority != OriginPriority.Migration || _background.Used < _background.Limit);

    /// <param name="at">Timestamp of the request, now.</param>
    public void Spend(OriginPriority priority, long at)
    {
        InHand--;
        _spent.Take(1, at);
        if (priority == OriginPriority.Migration)
        {
            _background.Take(1, at);
        }
    }

    /// <summary>A request that was spent is not made.</summary>
    public void GiveBack(OriginPriority priority, long at)
    {
        _since = InHand > 0 ? Math.Min(_since, at) : at;
        InHand++;
        _spent.Undo(at);
        if (priority == OriginPriority.Migration)
        {
            _background.Undo(at);
        }
    }
}
