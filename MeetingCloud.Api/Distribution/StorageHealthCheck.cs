using MeetingCloud.Storage.Blobs;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MeetingCloud.Api.Distribution;

/// <summary>Degraded while uploads would be refused for want of room; downloads go on.</summary>
internal sealed class StorageHealthCheck(BlobStore blobs) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(blobs.MeasureRoom() > 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded("There is no room for files but what is kept free: uploads are refused."));
}
