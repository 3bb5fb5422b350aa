using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MeetingCloud.Node.Registration;

/// <summary>Degraded while the control plane is away: what is held is still served.</summary>
internal sealed class ControlPlaneHealthCheck(ControlPlaneState state) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(state.Problem is { } problem ? HealthCheckResult.Degraded(problem) : HealthCheckResult.Healthy());
}
