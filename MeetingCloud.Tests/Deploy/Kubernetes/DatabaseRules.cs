using System.Globalization;

namespace MeetingCloud.Tests.Deploy.Kubernetes;

/// <summary>As many processes and connections as the database bears.</summary>
internal static class DatabaseRules
{
    /// <summary>PostgreSQL's own <c>max_connections</c> of 100, less the three that it keeps for its superuser.</summary>
    private const int Connections = 97;

    /// <summary>What one instance opens at most where <c>DATABASE_POOL_SIZE</c> is not set.</summary>
    private const int DefaultPoolSize = 20;

    /// <summary>What the control plane gives one command of a migration (<c>SchemaUpgrade</c>), in seconds: a large table may be rewritten.</summary>
    private const int LongestMigration = 4 * 60 * 60;

    /// <summary>SQLite belongs to one process: it never has two, not even while it is replaced.</summary>
    public static IEnumerable<string> Sqlite(ManifestSet set) =>
        from workload in set.Workloads
        where workload.Environment.Any(static entry => entry.Text("name") == "DATABASE_URL" && entry.Text("value")?.StartsWith("sqlite:", StringComparison.Ordinal) == true)
        where workload.Replicas != 1 || workload.Manifest.Text("spec.strategy.type") != "Recreate" || set.OfKind("HorizontalPodAutoscaler").Any()
        select $"{workload.Name}: more than one process on one SQLite";

    /// <summary>All instances that can be there at a time, those of a rolling update included, find connections on a server that nobody has tuned.</summary>
    public static IEnumerable<string> Postgres(ManifestSet set) =>
        from workload in set.Workloads
        let variables = workload.Variables(set)
        where variables.GetValueOrDefault("DATABASE_URL", "").StartsWith("postgresql://", StringComparison.Ordinal)
        let instances = MostReplicas(set, workload) + Number(workload.Manifest.Text("spec.strategy.rollingUpdate.maxSurge"), 0)
        let pool = Number(variables.GetValueOrDefault("DATABASE_POOL_SIZE"), DefaultPoolSize)
        where instances * pool >= Connections
        select $"{workload.Name}: {instances} instances with {pool} connections each want {instances * pool}, and PostgreSQL has {Connections}";

    /// <summary>
    /// A control plane that brings the database up to date before it listens is neither killed, which would roll it back and begin it anew, nor is its
    /// rollout said to have failed.
    /// </summary>
    public static IEnumerable<string> Migrations(ManifestSet set)
    {
        var api = set.Workloads.Single(static workload => workload.Name == "api");
        var probe = api.Container["startupProbe"];
        var startup = Number(probe.Text("periodSeconds"), 10) * Number(probe.Text("failureThreshold"), 3);
        if (startup < LongestMigration)
        {
            yield return $"a migration is killed after {startup} s";
        }

        var deadline = Number(api.Manifest.Text("spec.progressDeadlineSeconds"), 600);
        if (deadline <= startup)
        {
            yield return $"a rollout has failed after {deadline} s, and its pod may start for {startup}";
        }
    }

    private static int MostReplicas(ManifestSet set, Workload workload) => Number(
        set.OfKind("HorizontalPodAutoscaler").SingleOrDefault(scaler => scaler.Text("spec.scaleTargetRef.name") == workload.Name).Text("spec.maxReplicas"),
        workload.Replicas);

    private static int Number(string? text, int absent) => text is null ? absent : int.Parse(text, CultureInfo.InvariantCulture);
}
