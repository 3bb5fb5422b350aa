using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace MeetingCloud.Tests.Deploy.Kubernetes;

/// <summary>The objects that a kustomization builds, as they would be applied.</summary>
internal sealed class ManifestSet(IReadOnlyList<JsonObject> objects)
{
    public IReadOnlyList<JsonObject> Objects => objects;

    public IReadOnlyList<Workload> Workloads => [.. objects.Where(o => o.Text("kind") is "Deployment" or "StatefulSet").Select(static o => new Workload(o))];

    public IEnumerable<JsonObject> OfKind(string kind) => objects.Where(o => o.Text("kind") == kind);

    public JsonObject? Find(string kind, string? name) => OfKind(kind).FirstOrDefault(o => o.Text("metadata.name") == name);

    /// <summary>The text behind a <c>configMapKeyRef</c> or <c>secretKeyRef</c>; null where there is none.</summary>
    public string? Value(JsonNode reference) =>
        reference["configMapKeyRef"] is { } map ? Find("ConfigMap", map.Text("name"))?["data"]?[map.Text("key")!]?.ToString()
        : reference["secretKeyRef"] is { } secret && Find("Secret", secret.Text("name"))?["data"]?[secret.Text("key")!]?.ToString() is { } data
            ? Encoding.UTF8.GetString(Convert.FromBase64String(data))
        : null;

    /// <summary>The pods that are selected; nothing is by an empty selector.</summary>
    public IEnumerable<Workload> Selected(JsonNode? labels) => Workloads.Where(workload => workload.Matches(labels));

    /// <summary>A copy in which one place of one object is another. Its path is that of JSON Pointer (RFC 6901), without the first slash.</summary>
    public ManifestSet With(string kind, string name, string path, string json)
    {
        var copy = objects.Select(static o => (JsonObject)o.DeepClone()).ToList();
        JsonNode node = copy.Single(o => o.Text("kind") == kind && o.Text("metadata.name") == name);
        var steps = path.Split('/').Select(static step => step.Replace("~1", "/", StringComparison.Ordinal)).ToList();
        foreach (var step in steps.SkipLast(1))
        {
            node = (node is JsonArray ? node[int.Parse(step, CultureInfo.InvariantCulture)] : node[step])!;
        }

        if (node is JsonArray list)
        {
            list[int.Parse(steps[^1], CultureInfo.InvariantCulture)] = JsonNode.Parse(json);
        }
        else
        {
            node[steps[^1]] = JsonNode.Parse(json);
        }

        return new ManifestSet(copy);
    }
}
