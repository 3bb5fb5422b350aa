namespace MeetingCloud.Tests.Support;

/// <summary>A timer of <see cref="ManualTimeProvider"/>.</summary>
internal sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
{
    private TimeSpan _period = Timeout.InfiniteTimeSpan;

    public DateTimeOffset Due { get; set; }

    public long Sequence { get; set; }

    /// <summary>The clock's: it is set, and looked at, where timers are armed.</summary>
    public bool IsDisposed { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        // System.Threading.Timer takes a period of zero for "once".
        _period = period == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : period;
        return clock.Arm(this, dueTime);
    }

    public void Fire()
    {
        if (_period != Timeout.InfiniteTimeSpan)
        {
            clock.Arm(this, _period);
        }

        callback(state);
    }

    public void Dispose() => clock.Retire(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
