namespace MeetingCloud.Tests.Deploy.Kubernetes;

/// <summary>What holds for every overlay. A rule gives what breaks it.</summary>
internal static class ManifestRules
{
    public static IReadOnlyDictionary<string, Func<ManifestSet, IEnumerable<string>>> All { get; } = new Dictionary<string, Func<ManifestSet, IEnumerable<string>>>(StringComparer.Ordinal)
    {
        ["images are pinned"] = PodRules.Images,
        ["pods have no rights"] = PodRules.Rights,
        ["resources are told"] = PodRules.Resources,
        ["probes ask what is there"] = PodRules.Probes,
        ["time to end is enough"] = PodRules.GracePeriods,
        ["variables are those of the code"] = EnvironmentRules.Variables,
        ["references lead somewhere"] = EnvironmentRules.References,
        ["secrets are secret"] = EnvironmentRules.Secrets,
        ["telemetry tells pods apart"] = EnvironmentRules.Telemetry,
        ["mounts have volumes"] = VolumeRules.Mounts,
        ["folders last"] = VolumeRules.Folders,
        ["shared volumes can be shared"] = VolumeRules.Sharing,
        ["SQLite has one process"] = DatabaseRules.Sqlite,
        ["PostgreSQL has enough connections"] = DatabaseRules.Postgres,
        ["migrations may take long"] = DatabaseRules.Migrations,
        ["workloads select their pods"] = SelectionRules.Workloads,
        ["Services lead to ports"] = SelectionRules.Services,
        ["scalers and budgets have targets"] = SelectionRules.Scaling,
        ["names are one's own"] = SelectionRules.Names,
        ["addresses are those of the Ingress"] = AddressRules.Check,
        ["nothing is allowed by default"] = NetworkRules.Default,
        ["connections are allowed"] = NetworkRules.Connections,
        ["the Ingress reaches what it leads to"] = NetworkRules.Ingress,
        ["names can be asked for"] = NetworkRules.Names,
    };
}
