using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MeetingCloud.OfflineHosting.Engine;

/// <summary>Runs the health checks of running resources: often until they pass, then now and then.</summary>
internal sealed class ResourceHealth(HealthCheckService checks, ResourceNotificationService notifications, ResourceConsole console, TimeProvider time)
{
    private static readonly TimeSpan WhileStarting = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan WhileHealthy = TimeSpan.FromSeconds(5);

    public async Task WatchAsync(IResource resource, Task ended, CancellationToken cancellationToken)
    {
        var keys = resource.Annotations.OfType<HealthCheckKey>().Select(static annotation => annotation.Key).ToHashSet(StringComparer.Ordinal);
        HealthStatus? former = null;
        while (!ended.IsCompleted)
        {
            var report = await checks.CheckHealthAsync(check => keys.Contains(check.Name), cancellationToken);
            if (report.Status != former && !ended.IsCompleted)
            {
                await notifications.PublishUpdateAsync(resource, state => state with { HealthStatus = report.Status });
                Tell(resource, former, report);
                former = report.Status;
            }

            if (keys.Count == 0)
            {
                return;
            }

            var pause = report.Status == HealthStatus.Healthy ? WhileHealthy : WhileStarting;
            await Task.WhenAny(ended, Task.Delay(pause, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private void Tell(IResource resource, HealthStatus? former, HealthReport report)
    {
        if (report.Status == HealthStatus.Healthy)
        {
            console.Say($"'{resource.Name}' is healthy.");
        }
        else if (former == HealthStatus.Healthy)
        {
            console.Warn($"'{resource.Name}' is no longer healthy: {string.Join("; ", report.Entries.Values.Select(static entry => entry.Description))}");
        }
    }
}
