using MeetingCloud.Api.Data;

namespace MeetingCloud.Api.Instances;

/// <summary>
/// Asks for the lock, and renews it, as long as this instance runs and can do the work. One that is cut off from the database lets others
/// have it, and goes on with it where nobody wants it: then they are cut off as well.
/// </summary>
internal sealed class ClusterLockKeeper(ClusterLock cluster, DatabaseProbe database, TimeProvider time) : BackgroundService
{
    /// <summary>How many looks at the database in a row must fail.</summary>
    private const int Patience = 3;

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(2);

    /// <summary>In which every other instance has asked several times.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan s_untilNextPause = TimeSpan.FromMinutes(1);

    private int _failures;

    /// <summary>When the lock was last given up for want of the database; null where it was not, since the database answers.</summary>
    private long? _pausedAt;

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
            await KeepAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task KeepAsync(CancellationToken stoppingToken)
    {
        _failures = await IsDatabaseUsableAsync(stoppingToken) ? 0 : _failures + 1;
        if (_failures < Patience)
        {
            _pausedAt = null;
            await cluster.HoldAsync();
            return;
        }

        var paused = _pausedAt is { } at ? time.GetElapsedTime(at) : (TimeSpan?)null;
        if (cluster.IsHeld && (paused is null || paused >= s_untilNextPause))
        {
            _pausedAt = time.GetTimestamp();
            await cluster.ReleaseAsync();
        }
        else if (paused >= s_pause)
        {
            await cluster.HoldAsync();
        }
    }

    private async Task<bool> IsDatabaseUsableAsync(CancellationToken stoppingToken)
    {
        try
        {
            return await database.LookAsync(stoppingToken) is null;
        }
        catch (Exception) when (!stoppingToken.IsCancellationRequested)
        {
            // Whatever it is, the work would meet it as well.
            return false;
        }
    }
}
