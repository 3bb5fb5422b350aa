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

        using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(set, Task.Delay(longest, time, pause.Token));
        // Before the loop goes on: whoever watches the clock sees no timer of a wait that is over, as Task.WaitAsync would leave for a moment.
        await pause.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_set.Task.IsCompleted)
            {
                _set = New();
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
