namespace MeetingCloud.Api.Sync;

/// <summary>Says that some meeting has changed, and wakes all who wait.</summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource _next = New();
    private int _madeHere;

    /// <summary>Completes at the next change.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>For a change made by this instance.</summary>
    public void Raise()
    {
        Interlocked.Exchange(ref _madeHere, 1);
        Wake();
    }

    /// <summary>For a change that another instance made.</summary>
    public void Wake() => Interlocked.Exchange(ref _next, New()).SetResult();

    /// <summary>Whether this instance made a change since the last call, so that the others must hear of it.</summary>
    public bool TakeMadeHere() => Interlocked.Exchange(ref _madeHere, 0) == 1;

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
