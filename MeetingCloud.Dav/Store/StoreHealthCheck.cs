using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MeetingCloud.Dav.Store;

/// <summary>Unhealthy where the root is gone, as after a disk that was unmounted; degraded where there is no room left.</summary>
internal sealed class StoreHealthCheck(StoreFolders folders, QuotaAccount quota) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!Directory.Exists(folders.Temporary))
        {
            return Task.FromResult(HealthCheckResult.Unhealthy("the folder of the store is gone"));
        }

        return Task.FromResult(quota.Available > 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded("full"));
    }
}
