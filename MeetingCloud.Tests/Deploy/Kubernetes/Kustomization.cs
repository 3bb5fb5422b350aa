using MeetingCloud.Tests.AppHost;
using MeetingCloud.Tests.Support;
using MeetingCloud.Tests.Support.Programs;

namespace MeetingCloud.Tests.Deploy.Kubernetes;

/// <summary>Builds kustomizations as their user would: in a copy, with the file of secrets filled in and the components chosen.</summary>
internal static class Kustomization
{
    public const string SingleNode = "single-node";
    public const string Production = "production";
    public const string ProductionWithPool = "production with a pool of its own";
    public const string ProductionOutside = "production with all that it needs elsewhere";

    public static string[] All { get; } = [SingleNode, Production, ProductionWithPool, ProductionOutside];

    public static async Task<ManifestSet> BuildAsync(string name)
    {
        using var folder = new TemporaryFolder();
        Copy(new DirectoryInfo(Repository.PathOf("deploy", "kubernetes")), folder.Path);
        var overlay = Path.Combine(folder.Path, "overlays", name.Split(' ')[0]);
        await EditAsync(Path.Combine(overlay, "kustomization.yaml"), text => Choose(text, name));
        await File.WriteAllTextAsync(
            Path.Combine(overlay, "secrets.env"), EnvFile.FillIn(await File.ReadAllTextAsync(Path.Combine(overlay, "secrets.example.env"))));

        var (exitCode, output) = await InstalledProgram.RunAsync("kubectl", folder.Path, "", "kustomize", overlay);
        Assert.True(exitCode == 0 && !output.Contains("# Warning", StringComparison.Ordinal), $"kubectl kustomize, of 1.27 or newer, does not build {name}: {output}");
        return new ManifestSet(YamlText.Documents(output));
    }

    private static string Choose(string kustomization, string name) => name switch
    {
        ProductionWithPool => Uncomment(kustomization, "dav"),
        ProductionOutside => Uncomment(Uncomment(kustomization, "webdav-outside"), "telemetry")
            .Replace("components/postgresql\n", "components/postgresql-outside\n", StringComparison.Ordinal)
            .Replace("components/redis\n", "components/redis-outside\n", StringComparison.Ordinal),
        _ => kustomization,
    };

    private static string Uncomment(string kustomization, string component) =>
        kustomization.Replace($"# - ../../components/{component}\n", $"- ../../components/{component}\n", StringComparison.Ordinal);

    private static async Task EditAsync(string file, Func<string, string> edit) => await File.WriteAllTextAsync(file, edit(await File.ReadAllTextAsync(file)));

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in from.EnumerateFiles())
        {
            // The developer's own secrets stay where they are.
            if (file.Name != "secrets.env")
            {
                file.CopyTo(Path.Combine(to, file.Name));
            }
        }

        foreach (var folder in from.EnumerateDirectories())
        {
            Copy(folder, Path.Combine(to, folder.Name));
        }
    }
}
