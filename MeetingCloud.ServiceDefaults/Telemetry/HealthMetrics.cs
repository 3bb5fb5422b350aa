using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MeetingCloud.ServiceDefaults;

/// <summary>
/// What <c>/health</c> says, as the gauge <c>meetingcloud.health.status</c>: for each check one series per state, 1 for the one that it
/// is in. The framework publishes every 30 s.
/// </summary>
internal sealed class HealthMetrics : IHealthCheckPublisher
{
    public const string MeterName = "MeetingCloud.Health";

    private static readonly HealthStatus[] s_states = [HealthStatus.Healthy, HealthStatus.Degraded, HealthStatus.Unhealthy];

    private volatile IReadOnlyList<Measurement<int>> _latest = [];

    public HealthMetrics(IMeterFactory meters) => meters.Create(MeterName).CreateObservableGauge(
        "meetingcloud.health.status", () => _latest, "{check}", "1 for the state that a check of /health is in, 0 for the others.");

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        _latest =
        [
            .. from check in report.Entries
               from state in s_states
               select new Measurement<int>(
                   check.Value.Status == state ? 1 : 0,
                   new KeyValuePair<string, object?>("meetingcloud.health.check", check.Key),
                   new KeyValuePair<string, object?>("meetingcloud.health.state", HealthReportWriter.Name(state))),
        ];
        return Task.CompletedTask;
    }
}
