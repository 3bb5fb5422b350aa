using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Sync;

/// <summary>Runs synchronisations: one per meeting at a time, each repeated a few times where it fails. The next poll asks again.</summary>
internal sealed class MeetingJobs(
    MeetingSync sync, TimeProvider time, Func<Random> random, NodeLifetime lifetime, ILogger<MeetingJobs> logger)
{
    private const int Attempts = 5;
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, MeetingJob> _jobs = new(StringComparer.Ordinal);

    /// <summary>Whether no job runs.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock)
            {
                return _jobs.Count == 0;
            }
        }
    }

    /// <summary>The meeting is to be looked at: a job that runs already starts over when it is done.</summary>
    public void Request(string id) => Join(id, static running => running.RunAgain());

    /// <summary>The control plane told of a version: a job that fetches another one starts over at once.</summary>
    /// <param name="version">The current one; null where the meeting is over.</param>
    public void Request(string id, long? version) => Join(id, running => running.RunAgain(version));

    /// <summary>The job that runs for the meeting, started if there is none.</summary>
    public MeetingJob Join(string id) => Join(id, static _ => { });

    private MeetingJob Join(string id, Action<MeetingJob> ask)
    {
        lock (_lock)
        {
            if (_jobs.TryGetValue(id, out var running))
            {
                ask(running);
                return running;
            }

            var job = new MeetingJob();
            _jobs.Add(id, job);
            _ = Task.Run(() => RunAsync(id, job), CancellationToken.None);
            return job;
        }
    }

    private async Task RunAsync(string id, MeetingJob job)
    {
        var backoff = new Backoff(s_firstPause, s_longestPause, random());
        for (var attempt = 1; ;)
        {
            var retry = false;
            try
            {
                job.Begin();
                await sync.RunAsync(id, job, lifetime.Ended);
                attempt = 1;
            }
            catch (Exception exception)
            {
                job.SetFailed(exception);
                retry = ShouldRetry(id, exception) && attempt++ < Attempts;
            }

            lock (_lock)
            {
                if (lifetime.Ended.IsCancellationRequested || (!retry && !job.RunsAgain))
                {
                    _jobs.Remove(id);
                    return;
                }
            }

            if (retry)
            {
                await Task.Delay(backoff.Next(), time, lifetime.Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private bool ShouldRetry(string id, Exception exception)
    {
        switch (exception)
        {
            case OperationCanceledException:
                return false;
            case StorageFullException:
                // Told by the synchronisation; room does not come within seconds.
                return false;
            case ControlPlaneException or IOException or FormatException:
                logger.SyncFailed(id, exception.Message);
                return true;
            default:
                logger.SyncBroke(exception, id);
                return true;
        }
    }
}
