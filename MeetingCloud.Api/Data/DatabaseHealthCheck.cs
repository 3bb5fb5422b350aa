using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MeetingCloud.Api.Data;

internal sealed class DatabaseHealthCheck(IDbContextFactory<MeetingDb> databases) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Meetings.AnyAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
