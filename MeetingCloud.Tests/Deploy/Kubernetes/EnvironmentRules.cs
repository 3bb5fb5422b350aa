using System.Text.RegularExpressions;
using MeetingCloud.Tests.Deploy.Settings;

namespace MeetingCloud.Tests.Deploy.Kubernetes;

/// <summary>The variables of the containers.</summary>
internal static partial class EnvironmentRules
{
    public static IEnumerable<string> Variables(ManifestSet set) =>
        from workload in set.Workloads
        where workload.IsService
        from problem in VariableRules.Check(workload.Name, workload.Variables(set), workload.Helpers())
        select problem;

    /// <summary>What a variable refers to is there: the kubelet replaces only what was set before, and starts no pod whose key is missing.</summary>
    public static IEnumerable<string> References(ManifestSet set)
    {
        foreach (var workload in set.Workloads)
        {
            var known = new HashSet<string>(StringComparer.Ordinal);
            foreach (var entry in workload.Environment)
            {
                var name = entry.Text("name")!;
                foreach (var used in Reference().Matches(entry.Text("value") ?? "").Select(static match => match.Groups["name"].Value).Where(used => !known.Contains(used)))
                {
                    yield return $"{workload.Name}: {name} refers to {used}, which is not set before it";
                }

                if (entry["valueFrom"] is { } source && source["fieldRef"] is null && set.Value(source) is null)
                {
                    yield return $"{workload.Name}: {name} refers to what is not there: {source.ToJsonString()}";
                }

                if (!known.Add(name))
                {
                    yield return $"{workload.Name}: {name} is set twice";
                }
            }
        }
    }

    /// <summary>What is secret comes from a Secret, and from no text that all may read.</summary>
    public static IEnumerable<string> Secrets(ManifestSet set)
    {
        foreach (var workload in set.Workloads)
        {
            foreach (var entry in workload.Environment)
            {
                var name = entry.Text("name")!;
                if (VariableRules.IsSecret(name) && entry.At("valueFrom.secretKeyRef") is null)
                {
                    yield return $"{workload.Name}: {name} is no reference to a Secret";
                }

                if (VariableRules.HoldsPassword(entry.Text("value") ?? ""))
                {
                    yield return $"{workload.Name}: {name} holds a password";
                }
            }
        }

        foreach (var name in set.OfKind("ConfigMap").SelectMany(static map => map.Map("data").Keys).Where(VariableRules.IsSecret))
        {
            yield return $"{name} is in a ConfigMap";
        }
    }

    /// <summary>Whoever sends telemetry says which pod it is: without it each start looks like one instance more, and charts of nodes fall apart.</summary>
    public static IEnumerable<string> Telemetry(ManifestSet set) =>
        from workload in set.Workloads
        let variables = workload.Variables(set)
        where variables.ContainsKey("OTEL_EXPORTER_OTLP_ENDPOINT")
        // The rules read a pod's variables as those of the first one.
        where variables.GetValueOrDefault("OTEL_RESOURCE_ATTRIBUTES") != $"service.instance.id={workload.Name}-0"
        select $"{workload.Name}: its telemetry does not say which pod it is";

    [GeneratedRegex(@"\$\((?<name>[A-Za-z0-9_]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();
}
