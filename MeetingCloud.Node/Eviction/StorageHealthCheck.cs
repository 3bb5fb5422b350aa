using MeetingCloud.Node.Sync;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MeetingCloud.Node.Eviction;

/// <summary>Degraded while an active meeting has no room here; the others are served.</summary>
internal sealed class StorageHealthCheck(MeetingCatalog catalog) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problems = catalog.Entries.Where(entry => entry.Problem is not null).Select(entry => $"meeting {entry.Id}: {entry.Problem}").ToList();
        return Task.FromResult(problems.Count > 0 ? HealthCheckResult.Degraded(string.Join("; ", problems)) : HealthCheckResult.Healthy());
    }
}
