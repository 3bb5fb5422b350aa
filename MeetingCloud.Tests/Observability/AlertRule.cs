using YamlDotNet.RepresentationModel;

namespace MeetingCloud.Tests.Observability;

/// <summary>A rule of <c>prometheus/alerts.yaml</c>.</summary>
internal sealed record AlertRule(
    string Group, string Name, string Expression, string For, IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Annotations)
{
    /// <summary>Its runbook's name, without language and ending.</summary>
    public string Runbook => string.Concat(
        Name["MeetingCloud".Length..].Select((c, i) => char.IsUpper(c) ? $"{(i > 0 ? "-" : "")}{char.ToLowerInvariant(c)}" : $"{c}"));

    public static string File => Path.Combine(ProjectFolder.Observability, "prometheus", "alerts.yaml");

    public static IReadOnlyList<AlertRule> ReadAll()
    {
        var yaml = new YamlStream();
        using var reader = System.IO.File.OpenText(File);
        yaml.Load(reader);
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        return
        [
            .. from @group in (YamlSequenceNode)root["groups"]
               from rule in (YamlSequenceNode)@group["rules"]
               select new AlertRule(
                   Text(@group, "name")!,
                   Text(rule, "alert")!,
                   Text(rule, "expr")!.TrimEnd('\n'),
                   Text(rule, "for") ?? "0s",
                   Texts(rule, "labels"),
                   Texts(rule, "annotations")),
        ];
    }

    private static string? Text(YamlNode node, string key) =>
        ((YamlMappingNode)node).Children.TryGetValue(new YamlScalarNode(key), out var value) ? ((YamlScalarNode)value).Value : null;

    private static Dictionary<string, string> Texts(YamlNode node, string key) => ((YamlMappingNode)node[key]).ToDictionary(
        pair => ((YamlScalarNode)pair.Key).Value!, pair => ((YamlScalarNode)pair.Value).Value!, StringComparer.Ordinal);
}
