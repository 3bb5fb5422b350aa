using MeetingCloud.Storage.Origins.Health;
using MeetingCloud.Storage.WebDav;
using Microsoft.Extensions.Logging;

namespace MeetingCloud.Storage.Origins;

/// <summary>
/// Looks after each server by itself, so that none waits for another's time limit: probes it when its pause is over, else asks now and
/// then how full it is.
/// </summary>
internal sealed class OriginMonitor(OriginPool pool, TimeSpan interval, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMilliseconds(50);

    /// <summary>However soon the next turn is expected: this one was, too.</summary>
    private static readonly TimeSpan s_shortestWait = TimeSpan.FromSeconds(1);

    /// <summary>Below this a server is not called slow, however quick the others are.</summary>
    private static readonly TimeSpan s_tolerable = TimeSpan.FromSeconds(1);

    /// <summary>So many times slower than the others' median.</summary>
    private const int SlowFactor = 4;

    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(pool.Servers.Select(server => WatchAsync(server, cancellationToken)));

    private async Task WatchAsync(OriginServer server, CancellationToken cancellationToken)
    {
        long? lastLook = null;
        while (true)
        {
            var change = pool.NextChange;
            var isProbe = server.Health.TryBeginProbe();
            if (isProbe || (server.Health.UntilProbe is null && UntilDue(lastLook) <= TimeSpan.Zero))
            {
                lastLook = time.GetTimestamp();
                await LookAsync(server, isProbe, cancellationToken);
            }

            CompareSpeed(server);
            // What has changed already is looked at soon, but never in a loop without a pause.
            var hasChanged = change.IsCompleted;
            var pause = hasChanged ? TimeSpan.Zero : server.Health.UntilProbe ?? UntilDue(lastLook);
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var delay = Task.Delay(pause > s_shortestPause ? pause : s_shortestPause, time, waiting.Token);
            await (hasChanged ? delay : Task.WhenAny(change, delay));
            await waiting.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task LookAsync(OriginServer server, bool isProbe, CancellationToken cancellationToken)
    {
        bool? isWell = false;
        try
        {
            if (await server.TryMeasureAsync(s_patience, cancellationToken))
            {
                isWell = HasRoom(server);
            }
            else if (isProbe)
            {
                var wait = server.Limiter.ExpectedWait;
                server.Health.PutOffProbe(wait > s_shortestWait ? wait : s_shortestWait);
                isWell = null;
            }
        }
        catch (WebDavException exception) when (!exception.ConcernsServer)
        {
            // It answers, and only will not tell how full it is.
            isWell = true;
        }
        catch (WebDavException exception) when (isProbe)
        {
            server.Health.Failed(exception, isProbe: true);
            isWell = null;
        }
        catch (WebDavException)
        {
            // Counted as any request's failure.
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.MonitorFailed(exception);
        }
        finally
        {
            if (isProbe && isWell is { } found)
            {
                server.Health.EndProbe(found);
            }
        }
    }

    // A full server is well again when it says that there is room, or says nothing: then the next upload finds out.
    private static bool HasRoom(OriginServer server) =>
        server.Health.Condition.State != OriginState.Full || server.Quota?.Available is null || server.HasSpace(1 << 20);

    private TimeSpan UntilDue(long? lastLook) => lastLook is { } last ? interval - time.GetElapsedTime(last) : TimeSpan.Zero;

    private void CompareSpeed(OriginServer server)
    {
        var others = pool.Servers
            .Where(other => other != server && other.Health.IsUsable)
            .Select(other => other.Counters.MeanLatency)
            .OfType<TimeSpan>()
            .Order()
            .ToList();
        var slow = others.Count > 0
            && server.Counters.MeanLatency is { } mean && mean > s_tolerable && mean > others[others.Count / 2] * SlowFactor;
        server.Health.SetSlow(slow);
    }
}
