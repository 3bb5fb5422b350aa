namespace MeetingCloud.Api.Instances;

/// <summary>Asks for the lock, and renews it, as long as this instance runs.</summary>
internal sealed class ClusterLockKeeper(ClusterLock cluster, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(2);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await cluster.ReleaseAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, time);
        do
        {
            await cluster.HoldAsync();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
