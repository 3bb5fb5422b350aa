using MeetingCloud.Contracts;
using MeetingCloud.Node.Eviction;
using MeetingCloud.Node.Peers;
using MeetingCloud.Node.Registration;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Node.Sync;

/// <summary>
/// Keeps the meetings in step with the control plane: events say at once what changed, and a poll now and then, and after every break,
/// catches what they missed.
/// </summary>
internal sealed class SyncWorker(
    NodeOptions options,
    ControlPlaneState registration,
    ControlPlaneClient controlPlane,
    MeetingEvents events,
    MeetingCatalog catalog,
    MeetingJobs jobs,
    LostBlobs lost,
    BlobSweep sweep,
    HeartbeatSignal heartbeat,
    TimeProvider time,
    Func<Random> random,
    ILogger<SyncWorker> logger) : BackgroundService
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(15);

    private readonly WakeSignal _pollNow = new();
    private readonly ClosedMeetingCheck _closed = new(time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not on the thread that starts the host.
        await Task.Yield();
        await Task.WhenAll(ListenAsync(stoppingToken), PollAsync(stoppingToken), ReplaceLostAsync(stoppingToken));
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        var backoff = new Backoff(s_firstPause, s_longestPause, random());
        var isUp = true;
        while (true)
        {
            try
            {
                await registration.Registered.WaitAsync(cancellationToken);
                await events.ListenAsync(
                    () =>
                    {
                        logger.EventsConnected();
                        isUp = true;
                        backoff.Reset();
                        // What happened while nobody listened may be older than the stream remembers.
                        _closed.Connected();
                        _pollNow.Set();
                        // The control plane took this node for lost when the last stream broke.
                        heartbeat.Set();
                    },
                    change => jobs.Request(change.Id, change.Action == MeetingActions.Deleted ? null : change.Version),
                    cancellationToken);
            }
            catch (ControlPlaneException exception)
            {
                if (isUp)
                {
                    logger.EventsLost(exception.Message);
                }

                isUp = false;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                logger.SyncingFailed(exception);
            }

            _closed.Disconnected();
            await Task.Delay(backoff.Next(), time, cancellationToken);
        }
    }

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        var isUp = true;
        while (true)
        {
            await registration.Registered.WaitAsync(cancellationToken);
            try
            {
                var active = await controlPlane.GetActiveAsync(cancellationToken);
                isUp = true;
                // Before this poll starts jobs: those that only ask what became of closed meetings bring no blobs.
                var maySweep = jobs.IsIdle && active.All(IsKnown);
                Request(active);
                if (maySweep)
                {
                    sweep.Run();
                }
            }
            catch (ControlPlaneException exception)
            {
                if (isUp)
                {
                    logger.PollFailed(exception.Message);
                }

                isUp = false;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // A disk that fails, say: whoever can be served is served on, and the next poll tries again.
                logger.SyncingFailed(exception);
            }

            await _pollNow.WaitAsync(options.SyncInterval, time, cancellationToken);
        }
    }

    /// <summary>Its blobs are counted as needed, or there is no room for them.</summary>
    private bool IsKnown(ActiveMeeting meeting) =>
        catalog.Find(meeting.Id) is { } entry
        && (entry.Problem is not null || (entry.Target ?? entry.Ready)?.Layout.ETag == meeting.Package.Etag);

    private void Request(IReadOnlyList<ActiveMeeting> active)
    {
        foreach (var meeting in active)
        {
            // By the tag as well: a control plane that was restored from a backup counts its versions anew.
            if (catalog.Find(meeting.Id) is not { IsClaimed: true } entry
                || entry.ReadyVersion != meeting.Version
                || entry.Ready?.Layout.ETag != meeting.Package.Etag)
            {
                jobs.Request(meeting.Id, meeting.Version);
            }
        }

        // Closed or deleted: the manifest tells which. Of those closed already it could only say that they are deleted.
        var ids = active.Select(meeting => meeting.Id).ToHashSet(StringComparer.Ordinal);
        var asksClosed = _closed.TryBegin();
        foreach (var entry in catalog.Entries.Where(entry => !ids.Contains(entry.Id) && (asksClosed || !entry.IsClosed)))
        {
            jobs.Request(entry.Id, version: null);
        }
    }

    private async Task ReplaceLostAsync(CancellationToken cancellationToken)
    {
        await foreach (var hash in lost.ReadAllAsync(cancellationToken))
        {
            foreach (var id in catalog.MarkDamaged(hash))
            {
                jobs.Request(id);
            }

            heartbeat.Set();
        }
    }
}
