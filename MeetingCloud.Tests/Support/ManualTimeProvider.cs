namespace MeetingCloud.Tests.Support;

/// <summary>
/// A clock that moves only when a test says so. Delays, timers, periodic timers and cancellation by time all work on it; callbacks run on
/// the thread that calls <see cref="Advance"/>, in the order in which they fall due, each at its own time.
/// </summary>
public sealed class ManualTimeProvider(DateTimeOffset start) : TimeProvider
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _armed = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiters = [];
    private DateTimeOffset _now = start;
    private TimeSpan _setBack;
    private long _sequence;

    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 5, 1, 9, 0, 0, TimeSpan.Zero))
    {
    }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Number of timers that will fire if time moves far enough.</summary>
    public int ArmedTimers
    {
        get
        {
            lock (_gate)
            {
                return _armed.Count;
            }
        }
    }

    /// <summary>How often a timer was armed since the start.</summary>
    public long Armings
    {
        get
        {
            lock (_gate)
            {
                return _sequence;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now - _setBack;
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _now.UtcTicks;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Sets back what people read, as a time server does with a clock that was wrong; no more and no less time has passed.</summary>
    public void SetBack(TimeSpan by)
    {
        lock (_gate)
        {
            _setBack += by;
        }
    }

    /// <summary>Moves the clock and fires what falls due on the way, also what these callbacks arm.</summary>
    /// <returns>Whether any timer fired.</returns>
    public bool Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        DateTimeOffset end;
        var hasFired = false;
        lock (_gate)
        {
            end = _now + by;
        }

        while (NextDue(end) is { } timer)
        {
            timer.Fire();
            hasFired = true;
        }

        lock (_gate)
        {
            _now = end;
        }

        return hasFired;
    }

    /// <summary>
    /// Completes once at least <paramref name="count"/> timers are armed: the code under test, on its own thread, has then
    /// reached the point where it waits, and the clock may be moved.
    /// </summary>
    public Task WhenArmedAsync(int count = 1)
    {
        lock (_gate)
        {
            if (_armed.Count >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((count, reached));
            // Where nothing comes to wait for the clock, the test is to say so, and not to hang.
            return reached.Task.WaitAsync(s_patience);
        }
    }

    /// <summary>
    /// Moves the clock by <paramref name="step"/> whenever something waits for it, until <paramref name="task"/> has ended. For code
    /// whose number of pauses is not the point of the test.
    /// </summary>
    public async Task<T> AdvanceUntilAsync<T>(Task<T> task, TimeSpan step)
    {
        while (await Task.WhenAny(task, WhenArmedAsync()) != task)
        {
            Advance(step);
        }

        return await task;
    }

    /// <returns>False where the timer is disposed, on whichever thread that was.</returns>
    internal bool Arm(ManualTimer timer, TimeSpan dueIn)
    {
        lock (_gate)
        {
            if (timer.IsDisposed)
            {
                return false;
            }

            _armed.Remove(timer);
            if (dueIn != Timeout.InfiniteTimeSpan)
            {
                timer.Due = _now + dueIn;
                timer.Sequence = _sequence++;
                _armed.Add(timer);
            }

            for (var i = _waiters.Count - 1; i >= 0; i--)
            {
                if (_armed.Count >= _waiters[i].Count)
                {
                    _waiters[i].Reached.TrySetResult();
                    _waiters.RemoveAt(i);
                }
            }

            return true;
        }
    }

    internal void Retire(ManualTimer timer)
    {
        lock (_gate)
        {
            timer.IsDisposed = true;
            _armed.Remove(timer);
        }
    }

    private ManualTimer? NextDue(DateTimeOffset end)
    {
        lock (_gate)
        {
            var next = _armed.Where(timer => timer.Due <= end).OrderBy(timer => timer.Due).ThenBy(timer => timer.Sequence).FirstOrDefault();
            if (next is null)
            {
                return null;
            }

            _armed.Remove(next);
            _now = next.Due > _now ? next.Due : _now;
            return next;
        }
    }
}
