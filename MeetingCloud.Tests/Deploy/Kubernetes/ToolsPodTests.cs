using System.Text.Json.Nodes;
using MeetingCloud.Tests.Support;
using MeetingCloud.Tests.Support.Programs;

namespace MeetingCloud.Tests.Deploy.Kubernetes;

/// <summary>The pod for backups and for a look: the namespace admits it, it has the control plane's files where that has them, and nobody takes it for a service.</summary>
public sealed class ToolsPodTests
{
    private static readonly string[] s_rules =
        ["images are pinned", "pods have no rights", "resources are told", "mounts have volumes", "Services lead to ports", "scalers and budgets have targets", "names are one's own"];

    [ProgramTheory("kubectl")]
    [InlineData(Kustomization.SingleNode)]
    [InlineData(Kustomization.Production)]
    public async Task Pod_HasTheControlPlanesFiles_AndKeepsTheRules(string overlay)
    {
        var set = new ManifestSet([.. (await Kustomization.BuildAsync(overlay)).Objects, .. Objects(overlay).Select(AsWorkload)]);
        var tools = set.Workloads.Single(static workload => workload.Name == "tools");
        var api = set.Workloads.Single(static workload => workload.Name == "api");

        Assert.All(s_rules, rule => Assert.Empty(ManifestRules.All[rule](set)));
        Assert.Equal(Claims(api), Claims(tools));
        Assert.Equal(api.Pod.Text("securityContext.runAsUser"), tools.Pod.Text("securityContext.runAsUser"));
    }

    /// <summary>As docs/operations.md has them applied: where the database is PostgreSQL, without the lines that name SQLite's claim.</summary>
    private static IReadOnlyList<JsonObject> Objects(string overlay) => YamlText.Documents(string.Join('\n', Repository.Read("deploy", "kubernetes", "tools.yaml").Split('\n')
        .Where(line => overlay == Kustomization.SingleNode || !line.Contains("database", StringComparison.Ordinal))));

    /// <summary>A pod as a workload of one, for the rules are about those.</summary>
    private static JsonObject AsWorkload(JsonObject o) => o.Text("kind") != "Pod" ? o : new JsonObject
    {
        ["kind"] = "Deployment",
        ["metadata"] = o["metadata"]!.DeepClone(),
        ["spec"] = new JsonObject { ["template"] = o.DeepClone() },
    };

    private static IReadOnlyDictionary<string, string> Claims(Workload workload) => workload.Pod.Items("volumes")
        .Where(static volume => volume["persistentVolumeClaim"] is not null)
        .ToDictionary(
            static volume => volume.Text("persistentVolumeClaim.claimName")!,
            volume => workload.Container.Items("volumeMounts").Single(mount => mount.Text("name") == volume.Text("name")).Text("mountPath")!,
            StringComparer.Ordinal);
}
