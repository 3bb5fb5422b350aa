using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MeetingCloud.ServiceDefaults;

/// <summary>
/// Ends a service without cutting running downloads: <c>/health</c> turns 503 and connections are not kept for another request, after
/// <see cref="ShutdownOptions.Delay"/> the listeners close, and what runs goes on for up to <see cref="ShutdownOptions.Timeout"/>. Then
/// its connections are cut, so that the other parts still have <see cref="ShutdownOptions.TidyUp"/> for themselves.
/// </summary>
internal sealed class GracefulShutdown(
    ShutdownOptions options,
    IHostApplicationLifetime lifetime,
    ServiceDrain drain,
    OpenConnections connections,
    TimeProvider time,
    ILogger<GracefulShutdown> logger) : IHostedLifecycleService, IDisposable
{
    private ITimer? _deadline;

    /// <summary>The host calls this before it stops anything, Kestrel included.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // Already so after a signal; a host that is stopped by code says it only after this method.
        lifetime.StopApplication();
        if (options.Delay > TimeSpan.Zero)
        {
            Log.Draining(logger, options.Delay.TotalSeconds);
            await Task.Delay(options.Delay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        drain.Close();
        _deadline = time.CreateTimer(_ => CutConnections(), null, options.Timeout, Timeout.InfiniteTimeSpan);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _deadline?.Dispose();

    private void CutConnections()
    {
        var cut = connections.AbortAll();
        if (cut > 0)
        {
            Log.ConnectionsCut(logger, cut, options.Timeout.TotalSeconds);
        }
    }
}
