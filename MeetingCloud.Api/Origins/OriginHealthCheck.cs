using MeetingCloud.Storage.Origins;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MeetingCloud.Api.Origins;

/// <summary>Degraded while any server of the pool is out: the others do its work, and cached files go on even without them.</summary>
internal sealed class OriginHealthCheck(OriginPool pool) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var bad = pool.Servers
            .Where(server => server.IsEnabled && server.Health.Condition.Failure is not null)
            .Select(server => $"{server.Id} is {server.Health.Condition.State} ({server.Health.Condition.Failure})")
            .ToList();
        return Task.FromResult(bad.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join("; ", bad)));
    }
}
