using System.Runtime.InteropServices;

namespace MeetingCloud.OfflineHosting.Engine;

/// <summary>
/// Ctrl+C or SIGTERM while the application stops: whoever sends it does not want to wait. The host's own handler keeps it from ending
/// this process.
/// </summary>
internal sealed class SecondSignal : IDisposable
{
    /// <summary><c>dotnet run</c> passes SIGTERM on to an AppHost that, as a member of its process group, may have had it already.</summary>
    private static readonly TimeSpan Echo = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _came = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _time;
    private readonly long _first;
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Listens from now on: the first signal has just come.</summary>
    public SecondSignal(TimeProvider time)
    {
        _time = time;
        _first = time.GetTimestamp();
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, On), PosixSignalRegistration.Create(PosixSignal.SIGTERM, On)];
    }

    public Task Came => _came.Task;

    public void Dispose() => Array.ForEach(_registrations, static registration => registration.Dispose());

    private void On(PosixSignalContext signal)
    {
        if (_time.GetElapsedTime(_first) >= Echo)
        {
            _came.TrySetResult();
        }
    }
}
