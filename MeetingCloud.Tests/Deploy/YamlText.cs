using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace MeetingCloud.Tests.Deploy;

/// <summary>YAML as JSON: plain scalars have the types of YAML 1.2's core schema, as kubectl and Compose read them.</summary>
internal static class YamlText
{
    public static IReadOnlyList<JsonObject> Documents(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(document => (JsonObject)Convert(document.RootNode)!)];
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(Members(mapping).Select(static member => KeyValuePair.Create(member.Key, Convert(member.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => Plain(plain.Value!),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new NotSupportedException($"{node.GetType().Name} at {node.Start}"),
    };

    /// <summary>A mapping's members; those that it merges in (<c>&lt;&lt;</c>), where it has not got them itself.</summary>
    private static IEnumerable<KeyValuePair<string, YamlNode>> Members(YamlMappingNode mapping) => mapping.Children
        .OrderBy(static child => ((YamlScalarNode)child.Key).Value is "<<" ? 0 : 1)
        .SelectMany(static child => ((YamlScalarNode)child.Key).Value is "<<" ? Members((YamlMappingNode)child.Value) : [KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, child.Value)])
        .GroupBy(static member => member.Key, StringComparer.Ordinal)
        .Select(static group => group.Last());

    private static JsonValue? Plain(string text) => text switch
    {
        "" or "~" or "null" => null,
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };
}
