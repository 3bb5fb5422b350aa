using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MeetingCloud.Api.Data;

/// <summary>Unhealthy while the database is away, or takes no changes.</summary>
internal sealed class DatabaseHealthCheck(DatabaseProbe probe) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await probe.LookAsync(cancellationToken) is { } wrong ? HealthCheckResult.Unhealthy(wrong) : HealthCheckResult.Healthy();
}
