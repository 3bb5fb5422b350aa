namespace MeetingCloud.Storage.Origins.Limits;

/// <summary>
/// A server's gate: so many requests at a time, so many in each window, and an order for those who wait. The limits are those of the
/// server; this process uses the share of them that its leases give.
/// </summary>
public sealed class OriginLimiter : IDisposable
{
    /// <summary>Name of the budget of the long window.</summary>
    public const string WindowBudget = "window";

    /// <summary>Pause before others are asked again for slots that they hold.</summary>
    private static readonly TimeSpan s_contention = TimeSpan.FromMilliseconds(50);

    /// <summary>Repair and migration that wait for their half of a budget look again this often.</summary>
    private static readonly TimeSpan s_background = TimeSpan.FromSeconds(1);

    /// <summary>Pause after the leases failed.</summary>
    private static readonly TimeSpan s_failure = TimeSpan.FromSeconds(1);

    /// <summary>However short the pause that the leases name.</summary>
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(10);

    private readonly Lock _lock = new();
    private readonly string _serverId;
    private readonly IOriginLeases _leases;
    private readonly TimeProvider _time;
    private readonly TurnQueue _queue = new();
    private readonly BudgetStock[] _budgets;
    private readonly CancellationTokenSource _disposed = new();
    private TaskCompletionSource? _signal;
    private bool _pumping;
    private bool _changed;
    private bool _contended;
    private int _held;
    private int _inUse;
    private int _inBackground;
    private int _peak;
    private double _meanHold;

    public OriginLimiter(OriginServerOptions options, IOriginLeases leases, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _serverId = options.Id;
        _leases = leases;
        _time = time;
        Capacity = options.MaxConcurrent;
        // The long one first: what it does not give need not be taken from the other.
        var budgets = new List<BudgetStock>();
        if (options.RequestsPerWindow is { } limit)
        {
            budgets.Add(new BudgetStock(WindowBudget, limit, options.Window, time));
        }

        if (options.RequestsPerSecond is { } burst)
        {
            budgets.Add(new BudgetStock("burst", burst, TimeSpan.FromSeconds(1), time));
        }

        _budgets = [.. budgets];
    }

    /// <summary>Requests that the server takes at a time, from all processes together.</summary>
    public int Capacity { get; }

    /// <summary>This process's requests under way.</summary>
    public int InUse => Volatile.Read(ref _inUse);

    /// <summary>This process's requests that wait.</summary>
    public int Waiting => _queue.Count;

    /// <summary>Why the leases give nothing; null while they answer.</summary>
    public string? Fault { get; private set; }

    /// <summary>Requests that this process made within the long window; null where the server has no such budget.</summary>
    public int? Spent
    {
        get
        {
            lock (_lock)
            {
                return Array.Find(_budgets, b => b.Name == WindowBudget)?.Spent;
            }
        }
    }

    /// <summary>Whether a request would go ahead at once, as far as this process knows.</summary>
    public bool HasRoom
    {
        get
        {
            lock (_lock)
            {
                return Waiting == 0 && _inUse < (_contended ? _held : Capacity) && EmptyFor() == TimeSpan.Zero;
            }
        }
    }

    /// <summary>When one more request would have its turn, estimated from how long the latest ones took.</summary>
    public TimeSpan ExpectedWait
    {
        get
        {
            lock (_lock)
            {
                var ahead = Math.Max(0, Waiting + 1 + _inUse - Capacity);
                var queue = TimeSpan.FromSeconds(ahead * _meanHold / Capacity);
                var budget = EmptyFor();
                return queue > budget ? queue : budget;
            }
        }
    }

    /// <summary>Whether nothing has changed since it began to wait for the clock, or is about to.</summary>
    internal bool IsSettled
    {
        get
        {
            lock (_lock)
            {
                return !_changed && _signal is { Task.IsCompleted: false };
            }
        }
    }

    /// <summary>Waits for a turn. The wait ends with <paramref name="cancellationToken"/>; a permit that was given is kept then.</summary>
    public ValueTask<OriginPermit> AcquireAsync(OriginPriority priority, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Waiter waiter;
        bool mustPump;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
            if (MayGo(priority) && !_queue.IsBehind(priority))
            {
                return new ValueTask<OriginPermit>(Grant(priority));
            }

            waiter = _queue.Add(priority);
            _peak = Math.Max(_peak, Math.Min(Capacity, _inUse + Waiting));
            mustPump = Wake();
        }

        if (mustPump)
        {
            _ = PumpAsync(_disposed.Token);
        }

        return new ValueTask<OriginPermit>(WaitAsync(waiter, cancellationToken));
    }

    public void Dispose()
    {
        var left = new List<Waiter>();
        lock (_lock)
        {
            if (_disposed.IsCancellationRequested)
            {
                return;
            }

            _disposed.Cancel();
            while (_queue.First is { } waiter)
            {
                _queue.Remove(waiter);
                left.Add(waiter);
            }
        }

        left.ForEach(waiter => waiter.Turn.TrySetException(new ObjectDisposedException(nameof(OriginLimiter))));
    }

    internal void Release(OriginPriority priority, long since, bool isUsed)
    {
        var mustPump = false;
        lock (_lock)
        {
            _inUse--;
            _inBackground -= priority == OriginPriority.Migration ? 1 : 0;
            if (isUsed)
            {
                var hold = _time.GetElapsedTime(since).TotalSeconds;
                _meanHold = _meanHold == 0 ? hold : _meanHold + ((hold - _meanHold) / 16);
            }
            else
            {
                Array.ForEach(_budgets, budget => budget.GiveBack(priority, since));
            }

            GrantWaiting();
            if (Waiting > 0 && _inUse < _held)
            {
                // A slot is free and nobody may go: a budget has to be asked.
                mustPump = Wake();
            }
        }

        if (mustPump)
        {
            _ = PumpAsync(_disposed.Token);
        }
    }

    private async Task<OriginPermit> WaitAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(
            _ =>
            {
                lock (_lock)
                {
                    if (!_queue.Remove(waiter))
                    {
                        return;
                    }
                }

                waiter.Turn.TrySetCanceled(cancellationToken);
            },
            null);
        return await waiter.Turn.Task;
    }

    private bool MayGo(OriginPriority priority) =>
        _inUse < _held
        && (priority != OriginPriority.Migration || _inBackground < Math.Max(1, Capacity / 2))
        && Array.TrueForAll(_budgets, budget => budget.Covers(priority));

    private OriginPermit Grant(OriginPriority priority)
    {
        _inUse++;
        _peak = Math.Max(_peak, _inUse);
        _inBackground += priority == OriginPriority.Migration ? 1 : 0;
        var now = _time.GetTimestamp();
        Array.ForEach(_budgets, budget => budget.Spend(priority, now));
        return new OriginPermit(this, priority, now);
    }

    // Nobody overtakes: where the first may not go, nobody goes.
    private void GrantWaiting()
    {
        while (_queue.First is { } first && MayGo(first.Priority))
        {
            _queue.Remove(first);
            first.Turn.TrySetResult(Grant(first.Priority));
        }
    }

    private TimeSpan EmptyFor() => _budgets.Length == 0 ? TimeSpan.Zero : _budgets.Max(budget => budget.EmptyFor);

    /// <returns>Whether the caller must start the pump, once it has left the lock: the leases are asked outside of it.</returns>
    private bool Wake()
    {
        _changed = true;
        _signal?.TrySetResult();
        var mustPump = !_pumping;
        _pumping = true;
        return mustPump;
    }

    // Gets slots and requests from the leases while anybody waits, and keeps the slots alive.
    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var pause = await RefillAsync(cancellationToken);
                Task signal;
                lock (_lock)
                {
                    GrantWaiting();
                    if (Waiting == 0 && (_held == 0 || _leases.RenewInterval == Timeout.InfiniteTimeSpan))
                    {
                        _pumping = false;
                        return;
                    }

                    if (_changed)
                    {
                        continue;
                    }

                    if (Waiting > 0 && EmptyFor() is var empty && empty > TimeSpan.Zero)
                    {
                        pause = Shorter(pause, empty);
                    }

                    if (_queue.Holds(OriginPriority.Migration))
                    {
                        pause = Shorter(pause, s_background);
                    }

                    if (pause != Timeout.InfiniteTimeSpan && pause < s_shortest)
                    {
                        pause = s_shortest;
                    }

                    _signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    signal = _signal.Task;
                }

                using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                await Task.WhenAny(signal, Task.Delay(pause, _time, waiting.Token));
                await waiting.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The limiter is gone.
        }
    }

    /// <returns>How long nothing changes by itself.</returns>
    private async Task<TimeSpan> RefillAsync(CancellationToken cancellationToken)
    {
        var renew = _leases.RenewInterval;
        int wanted;
        int inUse;
        lock (_lock)
        {
            _changed = false;
            wanted = renew == Timeout.InfiniteTimeSpan ? Capacity : Math.Min(Capacity, Math.Max(_peak, _inUse + Waiting));
            // What is about to be given back may be somebody else's before the answer is here.
            _held = Math.Min(_held, wanted);
            inUse = _peak = _inUse;
        }

        try
        {
            var held = await _leases.HoldSlotsAsync(_serverId, Capacity, wanted, inUse, cancellationToken);
            lock (_lock)
            {
                _held = held;
                _contended = held < wanted;
            }

            var pause = await TakeRequestsAsync(held < wanted ? s_contention : renew, cancellationToken);
            Fault = null;
            return pause;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Who waits goes on waiting, as long as he cares to: the leases may be back soon.
            lock (_lock)
            {
                Fault = exception.Message;
                _contended = true;
            }

            return s_failure;
        }
    }

    // Only for those who have a slot: what is taken and not used at once is lost to others.
    private async Task<TimeSpan> TakeRequestsAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        var requests = int.MaxValue;
        foreach (var budget in _budgets)
        {
            int missing;
            lock (_lock)
            {
                requests = Math.Min(requests, Math.Min(Waiting, _held - _inUse));
                missing = budget.Missing(requests);
            }

            var grant = missing > 0
                ? await _leases.TakeRequestsAsync(_serverId, budget.Name, budget.Limit, budget.Window, missing, cancellationToken)
                : default;
            lock (_lock)
            {
                if (missing > 0)
                {
                    budget.Add(grant);
                }

                requests = Math.Min(requests, budget.InHand);
                pause = grant.Granted < missing ? Shorter(pause, grant.RetryAfter) : pause;
            }
        }

        return pause;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) =>
        one == Timeout.InfiniteTimeSpan || other < one ? other : one;
}
