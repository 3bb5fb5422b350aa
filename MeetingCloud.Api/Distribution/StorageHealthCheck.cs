using System.Globalization;
using MeetingCloud.Storage.Blobs;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MeetingCloud.Api.Distribution;

/// <summary>Degraded while uploads would be refused for want of room; downloads go on.</summary>
internal sealed class StorageHealthCheck(BlobStore blobs, BlobStoreOptions options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var free = blobs.MeasureSpace().Free;
        return Task.FromResult(free > options.ReservedBytes
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(string.Create(
                CultureInfo.InvariantCulture, $"{free} bytes are free for files, of which {options.ReservedBytes} are kept free: uploads are refused.")));
    }
}
