namespace MeetingCloud.Node.Sync;

/// <summary>One meeting's synchronisation; at most one runs at a time.</summary>
internal sealed class MeetingJob
{
    private readonly Lock _lock = new();
    private TaskCompletionSource<bool> _prepared = New();
    private MeetingFetch? _fetch;
    private bool _runAgain;
    private bool _hasNews;
    private long? _news;

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

    /// <summary>Something was asked for since the attempt began: when that one is done the job starts over.</summary>
    public bool RunsAgain
    {
        get
        {
            lock (_lock)
            {
                return _runAgain;
            }
        }
    }

    /// <summary>An attempt begins, which sees what was asked for so far. Who waits from now on waits for that one.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            (_runAgain, _hasNews) = (false, false);
            if (_prepared.Task.IsCompleted)
            {
                _prepared = New();
            }
        }
    }

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

    /// <summary>The attempt fetches blobs from now on; null: no more.</summary>
    public void SetFetch(MeetingFetch? fetch)
    {
        lock (_lock)
        {
            _fetch = fetch;
            if (_hasNews)
            {
                // Heard after the attempt began: its manifest may have been read before or after the change.
                _fetch?.Supersede(_news);
            }
        }
    }

    /// <summary>The meeting is to be looked at again.</summary>
    public void RunAgain()
    {
        lock (_lock)
        {
            _runAgain = true;
        }
    }

    /// <summary>The same, and at once where another version is being fetched.</summary>
    /// <param name="version">The one that is current now; null where the meeting is over.</param>
    public void RunAgain(long? version)
    {
        lock (_lock)
        {
            (_runAgain, _hasNews, _news) = (true, true, version);
            _fetch?.Supersede(version);
        }
    }

    private static TaskCompletionSource<bool> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
