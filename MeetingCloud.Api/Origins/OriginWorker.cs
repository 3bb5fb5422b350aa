using MeetingCloud.Api.Data;
using MeetingCloud.Api.Instances;
using MeetingCloud.Api.Origins.Reports;
using MeetingCloud.Storage.Origins;

namespace MeetingCloud.Api.Origins;

/// <summary>The pool's work in the background: health, repair, litter, the cache's quota.</summary>
internal sealed class OriginWorker(
    OriginPool pool,
    OriginServers servers,
    OriginCatalog catalog,
    OriginRepair repair,
    OriginJanitor janitor,
    OriginCache cache,
    RepairQueue repairs,
    ClusterLock cluster,
    OriginReport report,
    TimeProvider time,
    ILogger<OriginWorker> logger) : BackgroundService
{
    private const int Repairers = 4;
    private static readonly TimeSpan s_hold = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_refresh = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_search = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_look = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_evict = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_sweep = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_delete = TimeSpan.FromSeconds(10);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        logger.Started(pool.Servers.Count, pool.Replicas, report.Since);
        while (!await LoadServersAsync(cancellationToken))
        {
            await Task.Delay(s_refresh, time, cancellationToken);
        }

        await cache.LoadAsync();
        await base.StartAsync(cancellationToken);
    }

    private async Task<bool> LoadServersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await servers.LoadAsync(cancellationToken);
            return true;
        }
        catch (Exception exception) when (DatabaseFailure.IsUnavailable(exception))
        {
            logger.ServersNotLoaded(exception.Message);
            return false;
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
    [
        pool.MonitorAsync(time, stoppingToken),
        EveryAsync(s_refresh, servers.RefreshAsync, stoppingToken),
        EveryAsync(OriginCatalog.RenewInterval, catalog.RenewWritingAsync, stoppingToken),
        EveryAsync(s_evict, janitor.EvictAsync, stoppingToken),
        EveryAsync(s_look, _ => cache.LoadAsync(), stoppingToken),
        // What concerns all instances is done by one of them.
        EveryAsync(s_search, AloneAsync(janitor.FindMissingAsync), stoppingToken),
        EveryAsync(s_sweep, AloneAsync(janitor.MarkLitterAsync), stoppingToken),
        // Each for itself: where one server's budget is spent, the others go on.
        .. pool.Servers.Select(server => EveryAsync(s_delete, AloneAsync(token => janitor.DeleteMarkedAsync(server, token)), stoppingToken)),
        .. Enumerable.Range(0, Repairers).Select(_ => RepairAsync(stoppingToken)),
    ]);

    // Waits for its turn to be the one: what another instance left undone when it died is done soon, and not an interval later.
    private Func<CancellationToken, Task> AloneAsync(Func<CancellationToken, Task> work) =>
        async cancellationToken =>
        {
            while (!cluster.IsHeld)
            {
                await Task.Delay(s_hold, time, cancellationToken);
            }

            await work(cancellationToken);
        };

    private async Task EveryAsync(TimeSpan interval, Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        do
        {
            try
            {
                await work(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.WorkFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task RepairAsync(CancellationToken stoppingToken)
    {
        await foreach (var task in repairs.ReadAllAsync(stoppingToken))
        {
            try
            {
                await repair.RepairAsync(task, stoppingToken);
            }
            catch (IOException exception)
            {
                // No server to read from or to write to for now: the search finds it again.
                logger.RepairPutOff(task.Blob, exception.Message);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.WorkFailed(exception);
            }
            finally
            {
                repairs.Done(task);
            }
        }
    }
}
