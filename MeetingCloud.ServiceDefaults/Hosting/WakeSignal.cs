namespace MeetingCloud.ServiceDefaults;

/// <summary>Wakes a loop that otherwise waits for its interval. Set while nobody waits, it ends the next wait at once.</summary>
public sealed class WakeSignal
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _set = New();

    /// <summary>Ends the wait that is on, or the next one.</summary>
    public void Set()
    {
        lock (_lock)
        {
            _set.TrySetResult();
        }
    }

    /// <summary>Waits until it is set, at most as long as given.</summary>
    public async Task WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        Task set;
        lock (_lock)
        {
            set = _set.Task;
        }

        try
        {
            await set.WaitAsync(longest, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The interval is over.
            return;
        }

        lock (_lock)
        {
            _set = New();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
