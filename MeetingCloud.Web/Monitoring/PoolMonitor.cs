using MeetingCloud.Contracts;
using MeetingCloud.Web.ControlPlane;

namespace MeetingCloud.Web.Monitoring;

/// <summary>The origin pool, each part asked for once however many watch it.</summary>
internal sealed class PoolMonitor : IDisposable
{
    /// <summary>Statistics count every file in the database, and lists of migrations every step.</summary>
    public static readonly TimeSpan SeldomInterval = TimeSpan.FromSeconds(10);

    /// <summary>What counts every file may take a while.</summary>
    public static readonly TimeSpan StatsPatience = TimeSpan.FromSeconds(15);

    private readonly IOriginsClient _origins;
    private readonly TimeProvider _time;
    private volatile bool _listAgain;

    public PoolMonitor(IOriginsClient origins, TimeProvider time, ILogger<PoolMonitor> logger)
    {
        (_origins, _time) = (origins, time);
        Status = new LiveSource<WebdavStatus>((_, cancellationToken) => origins.GetStatusAsync(cancellationToken), ClusterMonitor.Interval, time, logger);
        Stats = new LiveSource<PoolStats>(AskStatsAsync, SeldomInterval, time, logger, StatsPatience);
        Migrations = new LiveSource<MigrationsSnapshot>(AskMigrationsAsync, ClusterMonitor.Interval, time, logger);
    }

    public LiveSource<WebdavStatus> Status { get; }

    public LiveSource<PoolStats> Stats { get; }

    /// <summary>The one under way each second, the list seldom.</summary>
    public LiveSource<MigrationsSnapshot> Migrations { get; }

    /// <summary>One was started or cancelled here: it shows at once.</summary>
    public void ListMigrationsAgain()
    {
        _listAgain = true;
        Migrations.Refresh();
    }

    public void Dispose()
    {
        Status.Dispose();
        Stats.Dispose();
        Migrations.Dispose();
    }

    private async Task<PoolStats> AskStatsAsync(PoolStats? before, CancellationToken cancellationToken)
    {
        var stats = await _origins.GetStatsAsync(cancellationToken);
        return stats.Servers.Count > 0 ? new PoolStats(stats) : PoolStats.NoPool;
    }

    private async Task<MigrationsSnapshot> AskMigrationsAsync(MigrationsSnapshot? before, CancellationToken cancellationToken)
    {
        if (before is null || _listAgain || _time.GetUtcNow() - before.ListedAt >= SeldomInterval)
        {
            _listAgain = false;
            return new MigrationsSnapshot(_time.GetUtcNow(), await _origins.GetMigrationsAsync(cancellationToken));
        }

        return before.UnderWay is { Id: { } id } ? before.With(await _origins.GetMigrationAsync(id, cancellationToken)) : before;
    }
}
