using MeetingCloud.Storage.Origins;

namespace MeetingCloud.Api.Origins;

/// <summary>The pool's work in the background: health, repair, litter, the cache's quota.</summary>
internal sealed class OriginWorker(
    OriginPool pool,
    OriginServers servers,
    OriginRepair repair,
    OriginJanitor janitor,
    OriginCache cache,
    RepairQueue repairs,
    TimeProvider time,
    ILogger<OriginWorker> logger) : BackgroundService
{
    private const int Repairers = 4;
    private static readonly TimeSpan s_search = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_evict = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_sweep = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_delete = TimeSpan.FromSeconds(10);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await servers.LoadAsync(cancellationToken);
        cache.Load();
        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
    [
        pool.MonitorAsync(time, stoppingToken),
        EveryAsync(s_search, janitor.FindMissingAsync, stoppingToken),
        EveryAsync(s_sweep, janitor.MarkLitterAsync, stoppingToken),
        EveryAsync(s_delete, janitor.DeleteMarkedAsync, stoppingToken),
        EveryAsync(s_evict, janitor.EvictAsync, stoppingToken),
        .. Enumerable.Range(0, Repairers).Select(_ => RepairAsync(stoppingToken)),
    ]);

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
