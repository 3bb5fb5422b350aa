using MeetingCloud.Contracts;

namespace MeetingCloud.Web.ControlPlane;

/// <summary>The origin pool; calls throw as <see cref="ControlPlaneHttp"/> says.</summary>
internal interface IOriginsClient
{
    /// <summary>No servers where the origin is the control plane's own disk.</summary>
    Task<WebdavStatus> GetStatusAsync(CancellationToken cancellationToken);

    /// <summary>Refused (409) where there is no pool. It counts files in the database: not to be asked for often.</summary>
    Task<WebdavStats> GetStatsAsync(CancellationToken cancellationToken);

    /// <summary>Lets a server take new files, or not; refused (409) for the last one in service.</summary>
    Task<WebdavServerStatus> SetEnabledAsync(string id, bool enabled, CancellationToken cancellationToken);

    /// <summary>The latest migrations, newest first.</summary>
    Task<IReadOnlyList<Migration>> GetMigrationsAsync(CancellationToken cancellationToken);

    Task<Migration> GetMigrationAsync(string id, CancellationToken cancellationToken);

    /// <summary>Plans a migration and, unless it is a dry run, starts it; refused (409) while one is under way.</summary>
    Task<Migration> MigrateAsync(MigrationRequest request, CancellationToken cancellationToken);

    Task<Migration> CancelMigrationAsync(string id, CancellationToken cancellationToken);
}
