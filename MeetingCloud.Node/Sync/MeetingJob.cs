namespace MeetingCloud.Node.Sync;

/// <summary>One meeting's synchronisation; at most one runs at a time.</summary>
internal sealed class MeetingJob
{
    private readonly Lock _lock = new();
    private TaskCompletionSource<bool> _prepared = New();

    /// <summary>
    /// Of the attempt under way, or of the last one: true once the catalogue has a package to serve, false where the control plane says
    /// that there is no such active meeting; fails with why neither is known.
    /// </summary>
    public Task<bool> Prepared
    {
        get
        {
            lock (_lock)
            {
                return _prepared.Task;
            }
        }
    }

    /// <summary>Something changed meanwhile: when the job is done it starts over.</summary>
    public bool RunAgain { get; set; }

    public void SetPrepared(bool exists)
    {
        lock (_lock)
        {
            _prepared.TrySetResult(exists);
        }
    }

    public void SetFailed(Exception reason)
    {
        lock (_lock)
        {
            _prepared.TrySetException(reason);
            // Those who wait see it; where nobody waits it is no error of the process.
            _ = _prepared.Task.Exception;
        }
    }

    /// <summary>Another attempt begins: who asks from now on waits for that one.</summary>
    public void Restart()
    {
        lock (_lock)
        {
            if (_prepared.Task.IsCompleted)
            {
                _prepared = New();
            }
        }
    }

    private static TaskCompletionSource<bool> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
