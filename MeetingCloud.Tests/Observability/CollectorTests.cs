using YamlDotNet.RepresentationModel;

namespace MeetingCloud.Tests.Observability;

/// <summary>The collector's configuration, as far as it can be judged without a collector.</summary>
public sealed class CollectorTests
{
    private static readonly YamlNode s_config = Load("otel-collector.yaml")[0];

    [Theory]
    [InlineData("receivers")]
    [InlineData("processors")]
    [InlineData("exporters")]
    public void Pipelines_NameWhatIsDefined_AndNothingIsLeftOver(string kind)
    {
        var used = Pipelines().SelectMany(pipeline => Names(pipeline[kind])).Distinct(StringComparer.Ordinal);
        Assert.Equal(Keys(s_config[kind]).Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Pipelines_RefuseDataBeforeTheyKeepIt_WhenMemoryIsShort()
    {
        Assert.Equal(["metrics", "traces", "logs"], Keys(s_config["service"]["pipelines"]));
        Assert.All(Pipelines(), pipeline => Assert.Equal("memory_limiter", Names(pipeline["processors"]).First()));
    }

    [Fact]
    public void Metrics_AreNamedAsRulesAndDashboardNameThem()
    {
        var exporter = s_config["exporters"]["prometheus"];
        Assert.Equal("UnderscoreEscapingWithSuffixes", Text(exporter["translation_strategy"]));
        Assert.Equal("true", Text(exporter["without_scope_info"]));
    }

    [Fact]
    public void Deployment_HasTheCollectorsPortsAndMoreMemoryThanItsLimit()
    {
        var objects = Load(Path.Combine("kubernetes", "collector.yaml"));
        var container = Of(objects, "Deployment")["spec"]["template"]["spec"]["containers"][0];
        var ports = ((YamlSequenceNode)container["ports"]).ToDictionary(port => Text(port["name"]), port => Text(port["containerPort"]), StringComparer.Ordinal);
        var listening = new[]
        {
            s_config["receivers"]["otlp"]["protocols"]["grpc"], s_config["receivers"]["otlp"]["protocols"]["http"],
            s_config["exporters"]["prometheus"], s_config["extensions"]["health_check"],
        }.Select(part => Text(part["endpoint"]).Split(':')[1]);
        Assert.Equal(listening.Order(StringComparer.Ordinal), ports.Values.Order(StringComparer.Ordinal));
        Assert.All((YamlSequenceNode)Of(objects, "Service")["spec"]["ports"], port => Assert.Equal(ports[Text(port["targetPort"])], Text(port["port"])));

        var memory = int.Parse(Text(container["resources"]["limits"]["memory"]).Replace("Mi", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
        var limit = int.Parse(Text(s_config["processors"]["memory_limiter"]["limit_mib"]), System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(memory > limit, $"{memory} > {limit}");
        Assert.Matches(@":\d+\.\d+\.\d+$", Text(container["image"]));
        Assert.Equal("true", Text(container["securityContext"]["readOnlyRootFilesystem"]));
    }

    private static IEnumerable<YamlNode> Pipelines() => ((YamlMappingNode)s_config["service"]["pipelines"]).Children.Values;

    private static YamlNode Of(IReadOnlyList<YamlNode> objects, string kind) => objects.Single(o => Text(o["kind"]) == kind);

    private static IEnumerable<string> Keys(YamlNode node) => ((YamlMappingNode)node).Children.Keys.Select(Text);

    private static IEnumerable<string> Names(YamlNode node) => ((YamlSequenceNode)node).Select(Text);

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    private static List<YamlNode> Load(string file)
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(Path.Combine(ProjectFolder.Observability, file));
        yaml.Load(reader);
        return [.. yaml.Documents.Select(document => document.RootNode)];
    }
}
