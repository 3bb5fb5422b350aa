using System.Text.Json.Nodes;

namespace MeetingCloud.Tests.Deploy;

/// <summary>Short ways through YAML that was read.</summary>
internal static class JsonPath
{
    /// <summary>What is at the end of the path, or null where it breaks off. Steps are names of members, without a dot in them.</summary>
    public static JsonNode? At(this JsonNode? node, string path) =>
        path.Split('.').Aggregate(node, static (current, step) => (current as JsonObject)?[step]);

    public static string? Text(this JsonNode? node, string path) => node.At(path)?.ToString();

    public static bool Is(this JsonNode? node, string path, bool value) => node.At(path) is JsonValue found && found.TryGetValue(out bool actual) && actual == value;

    public static IEnumerable<JsonNode> Items(this JsonNode? node, string path) => (node.At(path) as JsonArray)?.OfType<JsonNode>() ?? [];

    public static IReadOnlyDictionary<string, string> Map(this JsonNode? node, string path) =>
        ((node.At(path) as JsonObject) ?? []).ToDictionary(static member => member.Key, static member => member.Value?.ToString() ?? "", StringComparer.Ordinal);
}
