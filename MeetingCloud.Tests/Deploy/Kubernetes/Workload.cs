using System.Globalization;
using System.Text.Json.Nodes;

namespace MeetingCloud.Tests.Deploy.Kubernetes;

/// <summary>A Deployment or StatefulSet. Each of ours has one container.</summary>
internal sealed class Workload(JsonObject manifest)
{
    private const string PodName = "statefulset.kubernetes.io/pod-name";

    public JsonObject Manifest => manifest;

    public string Name => manifest.Text("metadata.name")!;

    public bool IsStateful => manifest.Text("kind") == "StatefulSet";

    public int Replicas => int.Parse(manifest.Text("spec.replicas") ?? "1", CultureInfo.InvariantCulture);

    public JsonNode Pod => manifest.At("spec.template.spec")!;

    public IReadOnlyDictionary<string, string> Labels => manifest.Map("spec.template.metadata.labels");

    public JsonNode Container => Pod.Items("containers").Single();

    public IReadOnlyList<JsonNode> Environment => [.. Container.Items("env")];

    /// <summary>Whether the container is one of our services, and not a server of others.</summary>
    public bool IsService => Settings.ServiceUnderTest.All.ContainsKey(Name);

    /// <summary>The names of its pods, where they have names that can be known.</summary>
    public IEnumerable<string> PodNames => IsStateful ? Enumerable.Range(0, Replicas).Select(number => string.Create(CultureInfo.InvariantCulture, $"{Name}-{number}")) : [];

    /// <summary>The number of a container's port that is named, or given by its number.</summary>
    public int? Port(string? nameOrNumber) => Container.Items("ports")
        .Where(port => port.Text("name") == nameOrNumber || port.Text("containerPort") == nameOrNumber)
        .Select(port => (int?)int.Parse(port.Text("containerPort")!, CultureInfo.InvariantCulture))
        .SingleOrDefault();

    /// <summary>Whether a selector's labels are those of this workload's pods; a selector without labels is no selector of ours.</summary>
    public bool Matches(JsonNode? labels) => labels is JsonObject { Count: > 0 } wanted
        && wanted.All(label => label.Key == PodName ? PodNames.Contains(label.Value!.ToString()) : Labels.GetValueOrDefault(label.Key) == label.Value!.ToString());

    /// <summary>
    /// Its variables as its process sees them: references followed, <c>$(NAME)</c> replaced by what was set before, as the kubelet does it.
    /// What the cluster gives at run time is given as it would be to the first pod.
    /// </summary>
    public IReadOnlyDictionary<string, string> Variables(ManifestSet set)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in Environment)
        {
            var text = entry.Text("value") ?? entry.Text("valueFrom.fieldRef.fieldPath") switch
            {
                "metadata.name" => Name + "-0",
                "status.podIP" => "10.42.0.7",
                _ => entry["valueFrom"] is { } source ? set.Value(source) : null,
            };
            if (text is not null)
            {
                variables[entry.Text("name")!] = variables.Aggregate(text, static (current, known) =>
                    current.Replace($"$({known.Key})", known.Value, StringComparison.Ordinal));
            }
        }

        return variables;
    }

    /// <summary>Variables that are there for others of this container to be made of.</summary>
    public string[] Helpers() => [.. Environment.Select(entry => entry.Text("name")!)
        .Where(name => Environment.Any(other => other.Text("value")?.Contains($"$({name})", StringComparison.Ordinal) == true))];
}
