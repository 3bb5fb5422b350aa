using MeetingCloud.Web.ControlPlane;

namespace MeetingCloud.Web.Monitoring.Findings;

internal static class HealthFindings
{
    public static IEnumerable<Finding> Of(ControlPlaneHealth? health)
    {
        var sick = (health?.Checks ?? new Dictionary<string, ControlPlaneCheck>())
            .Where(check => !check.Value.IsHealthy)
            .ToDictionary(check => check.Key, check => check.Value.Description, StringComparer.Ordinal);

        // Two checks, one cause; the origin's is told server by server elsewhere.
        var redis = sick.Remove("redis", out var away) | sick.Remove("registry", out var ownView);
        sick.Remove("origin");
        if (redis)
        {
            yield return Of(FindingKind.RedisAway, Severity.Bad, away ?? ownView);
        }

        foreach (var (name, description) in sick)
        {
            yield return name switch
            {
                "database" => Of(FindingKind.DatabaseAway, Severity.Bad, description),
                "storage" => Of(FindingKind.ControlPlaneDiskFull, Severity.Bad, description),
                "shutdown" => Of(FindingKind.ControlPlaneEnding, Severity.Warning, description),
                _ => Of(FindingKind.OtherCheck, Severity.Warning, description) with { Subjects = [name] },
            };
        }
    }

    private static Finding Of(FindingKind kind, Severity severity, string? reason) => new(kind, severity, "/", [], Reason: reason);
}
