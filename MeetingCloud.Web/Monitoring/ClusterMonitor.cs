using System.Collections.Concurrent;
using MeetingCloud.Web.ControlPlane;

namespace MeetingCloud.Web.Monitoring;

/// <summary>
/// Asks the control plane once a second, for all open pages together, and only while there is one. An outage changes nothing but what
/// the view says: the next second asks again.
/// </summary>
internal sealed class ClusterMonitor(IControlPlaneClient controlPlane, TimeProvider time, ILogger<ClusterMonitor> logger) : BackgroundService
{
    /// <summary>Together with an answer's own time this keeps a page within two seconds of the truth.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Watch, byte> _watches = new();
    private readonly SemaphoreSlim _wake = new(0);
    private volatile ClusterView _current = ClusterView.Empty;

    public ClusterView Current => _current;

    /// <summary>Calls <paramref name="changed"/>, on a thread of the monitor's, after each answer or failure until disposed of.</summary>
    public IDisposable Subscribe(Action changed)
    {
        var watch = new Watch(this, changed);
        _watches.TryAdd(watch, 0);
        _wake.Release();
        return watch;
    }

    /// <summary>The view, brought up to date where nobody has watched lately; after a second without an answer, what there is.</summary>
    public async Task<ClusterView> GetAsync(CancellationToken cancellationToken)
    {
        if (_current.Snapshot is { } snapshot && time.GetUtcNow() - snapshot.TakenAt <= 2 * Interval)
        {
            return _current;
        }

        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (Subscribe(() => answered.TrySetResult()))
        {
            await answered.Task.WaitAsync(s_patience, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return _current;
    }

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (_watches.IsEmpty)
            {
                await _wake.WaitAsync(stoppingToken);
                continue;
            }

            _current = await AskAsync(stoppingToken);
            foreach (var (watch, _) in _watches)
            {
                watch.Changed();
            }

            await Task.Delay(Interval, time, stoppingToken);
        }
    }

    private async Task<ClusterView> AskAsync(CancellationToken cancellationToken)
    {
        var before = _current;
        try
        {
            var nodes = controlPlane.GetNodesAsync(cancellationToken);
            var meetings = controlPlane.GetActiveMeetingsAsync(cancellationToken);
            await Task.WhenAll(nodes, meetings);
            if (before.Fault is not null)
            {
                Log.ControlPlaneBack(logger);
            }

            return new ClusterView(new ClusterSnapshot(time.GetUtcNow(), await nodes, await meetings), Fault: null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            var message = Explain(e);
            if (before.Fault?.Message != message)
            {
                Log.ControlPlaneAway(logger, message, e.Message);
            }

            return before with { Fault = new ClusterFault(message, before.Fault?.Since ?? time.GetUtcNow()) };
        }
    }

    private static string Explain(Exception e) => e switch
    {
        HttpRequestException { StatusCode: System.Net.HttpStatusCode.Unauthorized or System.Net.HttpStatusCode.Forbidden } =>
            "The control plane refuses this page's key. Check ADMIN_API_KEY.",
        HttpRequestException { StatusCode: { } status } => $"The control plane answers with an error ({(int)status}).",
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => "The control plane's answer makes no sense to this page.",
        _ => "The control plane is out of reach.",
    };

    private sealed class Watch(ClusterMonitor monitor, Action changed) : IDisposable
    {
        public void Changed() => changed();

        public void Dispose() => monitor._watches.TryRemove(this, out _);
    }
}
