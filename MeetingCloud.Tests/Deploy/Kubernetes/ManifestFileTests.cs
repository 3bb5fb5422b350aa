using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Deploy.Kubernetes;

/// <summary>The manifests as they are written, before a kustomization puts them together: what can be known where there is no kubectl.</summary>
public sealed class ManifestFileTests
{
    private static readonly string s_folder = Repository.PathOf("deploy", "kubernetes");

    private static readonly ManifestSet s_parts = new([.. Directory.EnumerateFiles(Path.Combine(s_folder, "base"), "*.yaml")
        .Concat(new[] { "redis", "postgresql", "dav" }.SelectMany(static component => Directory.EnumerateFiles(Path.Combine(s_folder, "components", component), "*.yaml")))
        .Where(static file => Path.GetFileName(file) != "kustomization.yaml")
        .SelectMany(static file => YamlText.Documents(File.ReadAllText(file)))]);

    public static TheoryData<string> Rules => new(
        "pods have no rights",
        "resources are told",
        "time to end is enough",
        "secrets are secret",
        "mounts have volumes",
        "shared volumes can be shared",
        "migrations may take long",
        "workloads select their pods",
        "Services lead to ports",
        "nothing is allowed by default",
        "names can be asked for");

    public static TheoryData<string> Examples => [.. Directory.EnumerateFiles(s_folder, "secrets.example.env", SearchOption.AllDirectories).Select(static file => Path.GetRelativePath(s_folder, file))];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Manifest_KeepsTheRule_AsItIsWritten(string rule) => Assert.Empty(ManifestRules.All[rule](s_parts));

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_HoldsNoSecret(string example) => Assert.All(
        File.ReadAllLines(Path.Combine(s_folder, example)).Where(static line => line.Contains('=', StringComparison.Ordinal)),
        static line => Assert.EndsWith("=", line, StringComparison.Ordinal));

    [Fact]
    public void TraefikOfK3s_KeepsCallersAddresses_AndCutsNoUpload()
    {
        var chart = YamlText.Documents(File.ReadAllText(Path.Combine(s_folder, "k3s", "traefik.yaml"))).Single();
        var values = YamlText.Documents(chart.Text("spec.valuesContent")!).Single();

        // Where k3s looks for what its own chart is given.
        Assert.Equal(("HelmChartConfig", "kube-system", "traefik"), (chart.Text("kind"), chart.Text("metadata.namespace"), chart.Text("metadata.name")));
        Assert.Equal("Local", values.Text("service.spec.externalTrafficPolicy"));
        Assert.Equal("0s", values.Text("ports.websecure.transport.respondingTimeouts.readTimeout"));
    }

    [Fact]
    public void Secrets_AreNotForGit() => Assert.Contains("/deploy/**/secrets.env", Repository.Read(".gitignore").Split('\n'));
}
