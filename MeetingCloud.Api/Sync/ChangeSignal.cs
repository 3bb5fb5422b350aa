namespace MeetingCloud.Api.Sync;

/// <summary>Says that some meeting has changed, and wakes all who wait.</summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource _next = New();

    /// <summary>Completes at the next change.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Raised for changes made by this instance.</summary>
    public event Action? Raised;

    public void Raise()
    {
        Wake();
        Raised?.Invoke();
    }

    /// <summary>As <see cref="Raise"/>, for a change that another instance made.</summary>
    public void Wake() => Interlocked.Exchange(ref _next, New()).SetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
