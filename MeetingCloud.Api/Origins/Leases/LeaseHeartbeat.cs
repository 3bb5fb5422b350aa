namespace MeetingCloud.Api.Origins.Leases;

/// <summary>Keeps this instance known to the others, busy or not.</summary>
internal sealed class LeaseHeartbeat(RedisOriginLeases leases, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(leases.RenewInterval, time);
        do
        {
            await leases.BeatAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
