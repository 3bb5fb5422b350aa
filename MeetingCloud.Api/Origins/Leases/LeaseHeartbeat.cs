using MeetingCloud.Api.Origins.Reports;

namespace MeetingCloud.Api.Origins.Leases;

/// <summary>Keeps this instance known to the others, busy or not, and tells them what it does.</summary>
internal sealed class LeaseHeartbeat(RedisOriginLeases leases, SharedReports reports, OriginReport report, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(leases.RenewInterval, time);
        do
        {
            await leases.BeatAsync(stoppingToken);
            await reports.TellAsync(report.Own, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
