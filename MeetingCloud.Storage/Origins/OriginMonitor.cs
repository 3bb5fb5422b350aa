using MeetingCloud.Storage.Origins.Health;
using MeetingCloud.Storage.WebDav;
using Microsoft.Extensions.Logging;

namespace MeetingCloud.Storage.Origins;

/// <summary>Probes servers that are out when their pause is over, and looks after those that nobody uses.</summary>
internal sealed class OriginMonitor(OriginPool pool, TimeSpan interval, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan s_longestProbe = TimeSpan.FromSeconds(20);

    /// <summary>Below this a server is not called slow, however quick the others are.</summary>
    private static readonly TimeSpan s_tolerable = TimeSpan.FromSeconds(1);

    /// <summary>So many times slower than the others' median.</summary>
    private const int SlowFactor = 4;

    private readonly Dictionary<OriginServer, long> _measured = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var change = pool.NextChange;
            try
            {
                await Task.WhenAll(pool.Servers.Select(server => LookAsync(server, cancellationToken)));
                CompareSpeed();
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.MonitorFailed(exception);
            }

            using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(change, Task.Delay(UntilNext(), time, pause.Token));
            await pause.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task LookAsync(OriginServer server, CancellationToken cancellationToken)
    {
        var isProbe = server.Health.Condition.RetryAt is not null;
        if (isProbe ? !server.Health.TryBeginProbe() : !IsDue(server))
        {
            return;
        }

        _measured[server] = time.GetTimestamp();
        using var limit = new CancellationTokenSource(s_longestProbe, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await server.MeasureAsync(either.Token);
            if (isProbe)
            {
                server.Health.EndProbe(IsWell(server));
            }
        }
        catch (WebDavException exception) when (PauseRule.For(exception.Failure) is null)
        {
            // It answers, and only will not tell how full it is.
            if (isProbe)
            {
                server.Health.EndProbe(isWell: true);
            }
        }
        catch (WebDavException exception) when (isProbe)
        {
            server.Health.Failed(exception, isProbe: true);
        }
        catch (WebDavException)
        {
            // Counted as any request's failure.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            if (isProbe)
            {
                server.Health.EndProbe(isWell: false);
            }
        }
    }

    // A full server is well again when it says that there is room, or says nothing: then the next upload finds out.
    private static bool IsWell(OriginServer server) =>
        server.Health.Condition.State != OriginState.Full || server.Quota?.Available is null || server.HasSpace(1 << 20);

    private bool IsDue(OriginServer server) =>
        !_measured.TryGetValue(server, out var last) || time.GetElapsedTime(last) >= interval;

    private TimeSpan UntilNext()
    {
        var now = time.GetUtcNow();
        var pause = interval;
        foreach (var server in pool.Servers)
        {
            if (server.Health.Condition.RetryAt is { } due && due - now < pause)
            {
                pause = due - now;
            }
            else if (_measured.TryGetValue(server, out var last) && interval - time.GetElapsedTime(last) < pause)
            {
                pause = interval - time.GetElapsedTime(last);
            }
        }

        return pause > TimeSpan.FromMilliseconds(50) ? pause : TimeSpan.FromMilliseconds(50);
    }

    private void CompareSpeed()
    {
        foreach (var server in pool.Servers)
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
}
