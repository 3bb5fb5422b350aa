using MeetingCloud.Contracts;
using MeetingCloud.Web.ControlPlane;

namespace MeetingCloud.Tests.Web;

internal sealed partial class FakeControlPlane : IOriginsClient
{
    private int _statusCalls;
    private int _statsCalls;
    private int _listCalls;
    private int _migrationCalls;

    public WebdavStatus Pool { get; set; } = Samples.Pool();

    /// <summary>Null: refused, for there is no pool.</summary>
    public WebdavStats? Stats { get; set; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Migration> Migrations { get; set; } = [];

    /// <summary>Statistics are told after it.</summary>
    public Task StatsGate { get; set; } = Task.CompletedTask;

    public int StatusCalls => Volatile.Read(ref _statusCalls);

    public int StatsCalls => Volatile.Read(ref _statsCalls);

    public int ListCalls => Volatile.Read(ref _listCalls);

    public int MigrationCalls => Volatile.Read(ref _migrationCalls);

    public Task<WebdavStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _statusCalls);
        return Fault is { } fault ? Task.FromException<WebdavStatus>(fault) : Task.FromResult(Pool);
    }

    public async Task<WebdavStats> GetStatsAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _statsCalls);
        await StatsGate.WaitAsync(cancellationToken);
        ThrowIfAway();
        return Stats ?? Samples.Stats(new WebdavFiles(0, 0, 0, 0, 0, 0));
    }

    public Task<WebdavServerStatus> SetEnabledAsync(string id, bool enabled, CancellationToken cancellationToken)
    {
        ThrowIfAway();
        Pool = Pool with { Servers = [.. Pool.Servers.Select(server => server.Id == id ? server with { Enabled = enabled } : server)] };
        return Task.FromResult(Pool.Servers.Single(server => server.Id == id));
    }

    public Task<IReadOnlyList<Migration>> GetMigrationsAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _listCalls);
        return Fault is { } fault ? Task.FromException<IReadOnlyList<Migration>>(fault) : Task.FromResult(Migrations);
    }

    public Task<Migration> GetMigrationAsync(string id, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _migrationCalls);
        return Fault is { } fault ? Task.FromException<Migration>(fault)
            : Migrations.FirstOrDefault(migration => migration.Id == id) is { } found ? Task.FromResult(found)
            : Task.FromException<Migration>(new ControlPlaneException(System.Net.HttpStatusCode.NotFound, $"There is no migration '{id}'.", new Dictionary<string, string[]>()));
    }

    public Task<Migration> MigrateAsync(MigrationRequest request, CancellationToken cancellationToken)
    {
        ThrowIfAway();
        var migration = request.DryRun ? Samples.Migration(id: null, MigrationState.DryRun) : Samples.Migration("started", MigrationState.Pending);
        Migrations = request.DryRun ? Migrations : [migration, .. Migrations];
        return Task.FromResult(migration);
    }

    public Task<Migration> CancelMigrationAsync(string id, CancellationToken cancellationToken)
    {
        ThrowIfAway();
        Migrations = [.. Migrations.Select(migration => migration.Id == id ? migration with { State = MigrationState.Cancelled } : migration)];
        return Task.FromResult(Migrations.Single(migration => migration.Id == id));
    }
}
