namespace MeetingCloud.Storage.Origins.Limits;

/// <summary>What a limiter has in hand of one of its server's budgets. Guarded by the limiter's lock.</summary>
internal sealed class BudgetStock(string name, int limit, TimeSpan window, TimeProvider time)
{
    // Repair and migration may spend half, so that the other half is there for those who wait.
    private readonly RequestBudget _background = new(Math.Max(1, limit / 2), window, time);
    private readonly RequestBudget _spent = new(limit, window, time);
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
            var left = _emptyFor - time.GetElapsedTime(_emptySince);
            return InHand == 0 && left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    public void Add(RequestGrant grant)
    {
        InHand += grant.Granted;
        _emptySince = time.GetTimestamp();
        _emptyFor = grant.RetryAfter;
    }

    public bool Covers(OriginPriority priority) =>
        InHand > 0 && (priority != OriginPriority.Migration || _background.Used < _background.Limit);

    public void Spend(OriginPriority priority)
    {
        InHand--;
        _spent.Take(1);
        if (priority == OriginPriority.Migration)
        {
            _background.Take(1);
        }
    }
}
