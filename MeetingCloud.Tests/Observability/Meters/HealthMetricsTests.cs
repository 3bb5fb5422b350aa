using MeetingCloud.ServiceDefaults;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MeetingCloud.Tests.Observability.Meters;

public sealed class HealthMetricsTests
{
    [Fact]
    public async Task Check_IsInOneStateOfThree_AndNothingIsSaidBeforeTheFirstReport()
    {
        using var meters = new MeterReading();
        var metrics = new HealthMetrics(meters.Factory);
        Assert.Empty(meters.Read());

        await PublishAsync(HealthStatus.Degraded);
        Assert.Equal(["redis degraded 1", "redis healthy 0", "redis unhealthy 0"], States(meters));
        await PublishAsync(HealthStatus.Healthy);
        Assert.Equal(["redis degraded 0", "redis healthy 1", "redis unhealthy 0"], States(meters));

        Task PublishAsync(HealthStatus status) => metrics.PublishAsync(
            new HealthReport(
                new Dictionary<string, HealthReportEntry>(StringComparer.Ordinal) { ["redis"] = new(status, null, TimeSpan.Zero, null, null) },
                TimeSpan.Zero),
            CancellationToken.None);
    }

    private static IEnumerable<string> States(MeterReading meters) => meters.Read().Select(point =>
    {
        Assert.Equal("meetingcloud.health.status", point.Name);
        var tags = point.Tags.Split(' ').Select(tag => tag.Split('=')).ToDictionary(tag => tag[0], tag => tag[1], StringComparer.Ordinal);
        return $"{tags["meetingcloud.health.check"]} {tags["meetingcloud.health.state"]} {point.Value}";
    }).Order(StringComparer.Ordinal);
}
