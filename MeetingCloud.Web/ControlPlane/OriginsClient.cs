using MeetingCloud.Contracts;

namespace MeetingCloud.Web.ControlPlane;

internal sealed class OriginsClient(ControlPlaneHttp http) : IOriginsClient
{
    public Task<WebdavStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        http.GetAsync(Routes.WebdavStatus, ContractJson.Default.WebdavStatus, cancellationToken);

    public Task<WebdavStats> GetStatsAsync(CancellationToken cancellationToken) =>
        http.GetAsync(Routes.WebdavStats, ContractJson.Default.WebdavStats, cancellationToken);

    public Task<WebdavServerStatus> SetEnabledAsync(string id, bool enabled, CancellationToken cancellationToken) => http.SendAsync(
        HttpMethod.Post,
        $"{Routes.WebdavServers}/{Uri.EscapeDataString(id)}/toggle",
        new ToggleServerRequest(enabled),
        ContractJson.Default.ToggleServerRequest,
        ContractJson.Default.WebdavServerStatus,
        cancellationToken);

    public async Task<IReadOnlyList<Migration>> GetMigrationsAsync(CancellationToken cancellationToken) =>
        (await http.GetAsync(Routes.WebdavMigrations, ContractJson.Default.MigrationList, cancellationToken)).Items;

    public Task<Migration> GetMigrationAsync(string id, CancellationToken cancellationToken) =>
        http.GetAsync(Path(id), ContractJson.Default.Migration, cancellationToken);

    public Task<Migration> MigrateAsync(MigrationRequest request, CancellationToken cancellationToken) => http.SendAsync(
        HttpMethod.Post,
        Routes.WebdavMigrations,
        request,
        ContractJson.Default.MigrationRequest,
        ContractJson.Default.Migration,
        cancellationToken);

    public async Task<Migration> CancelMigrationAsync(string id, CancellationToken cancellationToken)
    {
        await http.SendAsync(HttpMethod.Post, $"{Path(id)}/cancel", cancellationToken);
        return await GetMigrationAsync(id, cancellationToken);
    }

    private static string Path(string id) => $"{Routes.WebdavMigrations}/{Uri.EscapeDataString(id)}";
}
