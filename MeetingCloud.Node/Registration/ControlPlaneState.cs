namespace MeetingCloud.Node.Registration;

/// <summary>Whether the control plane knows this node, and answers it.</summary>
internal sealed class ControlPlaneState
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _registered = New();
    private volatile string? _problem = "not registered yet";

    /// <summary>Why the control plane does not answer; null where it does.</summary>
    public string? Problem => _problem;

    /// <summary>Completes once the node is registered; a new one each time the registration was lost.</summary>
    public Task Registered
    {
        get
        {
            lock (_lock)
            {
                return _registered.Task;
            }
        }
    }

    public bool IsRegistered => Registered.IsCompleted;

    public void Answered() => _problem = null;

    public void Failed(string reason) => _problem = reason;

    public void SetRegistered()
    {
        lock (_lock)
        {
            _registered.TrySetResult();
        }
    }

    /// <summary>The control plane has forgotten the node.</summary>
    public void SetUnregistered()
    {
        lock (_lock)
        {
            if (_registered.Task.IsCompleted)
            {
                _registered = New();
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
