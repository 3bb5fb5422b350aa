namespace MeetingCloud.Node;

/// <summary>
/// Runs out after the last download: the web server ends before the services that were registered before it, so transfers that
/// downloads wait for go on while the node drains.
/// </summary>
internal sealed class NodeLifetime : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly TimeProvider _time;
    private readonly long _started;

    public NodeLifetime(TimeProvider time)
    {
        _time = time;
        _started = time.GetTimestamp();
        Ended = _ended.Token;
    }

    public CancellationToken Ended { get; }

    public TimeSpan Uptime => _time.GetElapsedTime(_started);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => _ended.CancelAsync();

    public void Dispose() => _ended.Dispose();
}
