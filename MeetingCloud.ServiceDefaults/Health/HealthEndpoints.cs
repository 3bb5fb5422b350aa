using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MeetingCloud.ServiceDefaults;

/// <summary>
/// <c>/health</c>: ready to work, all checks. <c>/alive</c>: the process is up, checks tagged <see cref="LiveTag"/> alone, so that an
/// orchestrator does not restart a service because something it depends on is away.
/// </summary>
public static class HealthEndpoints
{
    public const string HealthPath = "/health";
    public const string AlivePath = "/alive";

    /// <summary>Tag of checks that only a restart could mend.</summary>
    public const string LiveTag = "live";

    internal static bool IsHealthPath(PathString path) =>
        path.Equals(HealthPath, StringComparison.OrdinalIgnoreCase) || path.Equals(AlivePath, StringComparison.OrdinalIgnoreCase);

    internal static void AddHealthDefaults(this WebApplicationBuilder builder) =>
        builder.Services.AddHealthChecks()
            .AddCheck("process", static () => HealthCheckResult.Healthy(), [LiveTag])
            .AddCheck<ShutdownHealthCheck>("shutdown");

    internal static void MapHealthEndpoints(this WebApplication app)
    {
        Map(app, HealthPath, _ => true);
        Map(app, AlivePath, check => check.Tags.Contains(LiveTag));
    }

    private static void Map(WebApplication app, string path, Func<HealthCheckRegistration, bool> predicate) =>
        app.MapHealthChecks(path, new HealthCheckOptions { Predicate = predicate, ResponseWriter = HealthReportWriter.WriteAsync })
            .DisableHttpMetrics()
            .ExcludeFromDescription();
}
