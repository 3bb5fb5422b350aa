using MeetingCloud.Contracts;
using MeetingCloud.Node.Eviction;
using MeetingCloud.Node.Serving;
using MeetingCloud.Node.Sync;

namespace MeetingCloud.Node.Registration;

/// <summary>
/// Registers the node and reports its state: at every interval, at once when a version becomes ready, and a last time, as in
/// maintenance, when it is told to end. While the control plane is away it tries with growing pauses.
/// </summary>
internal sealed class HeartbeatWorker(
    NodeOptions options,
    NodeIdentity identity,
    ControlPlaneState state,
    ControlPlaneClient controlPlane,
    MeetingCatalog catalog,
    StorageBudget budget,
    NodeHealth health,
    DownloadMeter downloads,
    HeartbeatSignal signal,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    Func<Random> random,
    ILogger<HeartbeatWorker> logger) : BackgroundService
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_lastWord = TimeSpan.FromSeconds(3);

    private long _reportedAt = time.GetTimestamp();
    private long _reportedBytes;
    private NodeState? _reportedStatus;
    private string? _problem;

    /// <summary>What heartbeats say of the node: in maintenance from the moment it is told to end.</summary>
    public NodeState Status => lifetime.ApplicationStopping.IsCancellationRequested ? NodeState.Maintenance : NodeState.Active;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The port is known, and open, only then.
        await Started(stoppingToken);
        using var ending = lifetime.ApplicationStopping.Register(signal.Set);
        var backoff = new Backoff(s_firstPause, options.HeartbeatInterval, random());
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = options.HeartbeatInterval;
            try
            {
                if (!state.IsRegistered)
                {
                    await RegisterAsync(stoppingToken);
                }

                if (!await ReportAsync(stoppingToken))
                {
                    logger.Forgotten();
                    state.SetUnregistered();
                    pause = backoff.Next();
                }
                else
                {
                    state.Answered();
                    backoff.Reset();
                    _problem = null;
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Also where it is the node's own disk that does not say how full it is: nothing ends what is served.
                state.Failed(exception.Message);
                pause = backoff.Next();
                if (_problem != exception.Message)
                {
                    _problem = exception.Message;
                    if (exception is ControlPlaneException)
                    {
                        logger.NotReported(exception.Message);
                    }
                    else
                    {
                        logger.ReportFailed(exception);
                    }
                }
            }

            await signal.WaitAsync(pause, time, stoppingToken);
        }
    }

    /// <summary>Where the end came so fast that the last heartbeat was cut off, it is sent now.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (state.IsRegistered && _reportedStatus != NodeState.Maintenance)
        {
            using var hurry = new CancellationTokenSource(s_lastWord, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(hurry.Token, cancellationToken);
            try
            {
                await ReportAsync(either.Token);
            }
            catch (Exception exception)
            {
                // Then the heartbeats' silence says it, a little later.
                logger.NotReported(exception.Message);
            }
        }
    }

    private async Task Started(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }

    private async Task RegisterAsync(CancellationToken cancellationToken)
    {
        await controlPlane.RegisterAsync(
            new RegisterNodeRequest(
                identity.Id, identity.Ip, identity.Port, identity.PublicUrl, budget.Capacity, budget.Used, identity.Networks),
            cancellationToken);
        state.SetRegistered();
        logger.Registered(identity.Id, options.ControlPlane);
    }

    /// <returns>False where the control plane does not know the node.</returns>
    private async Task<bool> ReportAsync(CancellationToken cancellationToken)
    {
        var now = time.GetTimestamp();
        var bytes = downloads.BytesSent;
        var seconds = time.GetElapsedTime(_reportedAt, now).TotalSeconds;
        var rate = seconds > 0 ? (bytes - _reportedBytes) / seconds : 0;
        (_reportedAt, _reportedBytes) = (now, bytes);
        var status = Status;
        var known = await controlPlane.HeartbeatAsync(
            identity.Id,
            new HeartbeatRequest(
                Math.Round(health.Sample().Health, 3), status, budget.Used, downloads.Active, Math.Round(rate), Reported(catalog.Held())),
            cancellationToken);
        _reportedStatus = status;
        return known;
    }

    /// <summary>The newest of more than may be reported, by their ids: a heartbeat that is refused as a whole would lose the node.</summary>
    internal static IReadOnlyList<HeldMeeting> Reported(IReadOnlyList<HeldMeeting> held) => held.Count <= HeartbeatRequest.MostMeetings
        ? held
        : [.. held.OrderByDescending(static meeting => meeting.Id, StringComparer.Ordinal).Take(HeartbeatRequest.MostMeetings)];
}
