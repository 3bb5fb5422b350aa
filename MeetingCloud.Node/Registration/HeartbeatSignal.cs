using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Node.Registration;

/// <summary>Set when something changed that the control plane should know at once.</summary>
internal sealed class HeartbeatSignal
{
    private readonly WakeSignal _signal = new();

    public void Set() => _signal.Set();

    public Task WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken cancellationToken) =>
        _signal.WaitAsync(longest, time, cancellationToken);
}
