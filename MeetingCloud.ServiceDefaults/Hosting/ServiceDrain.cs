namespace MeetingCloud.ServiceDefaults;

/// <summary>
/// The end of a service in two steps: from its host's <c>ApplicationStopping</c> on <c>/health</c> says that it takes no more work, while
/// it still does; <see cref="Closing"/> is when its listeners close.
/// </summary>
public sealed class ServiceDrain : IDisposable
{
    private readonly CancellationTokenSource _closing = new();

    /// <summary>
    /// <c>SHUTDOWN_DELAY</c> is over: load balancers have looked away, and whoever comes back now comes to another instance. Responses
    /// without an end of their own, such as event streams, are to end.
    /// </summary>
    public CancellationToken Closing => _closing.Token;

    public void Dispose() => _closing.Dispose();

    internal void Close() => _closing.Cancel();
}
