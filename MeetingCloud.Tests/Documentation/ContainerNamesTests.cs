using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MeetingCloud.Tests.Deploy;
using MeetingCloud.Tests.Deploy.Compose;
using MeetingCloud.Tests.Deploy.Kubernetes;
using MeetingCloud.Tests.Support;
using MeetingCloud.Tests.Support.Programs;

namespace MeetingCloud.Tests.Documentation;

/// <summary>Commands for containers name what the manifests and the Compose file have.</summary>
public sealed partial class ContainerNamesTests
{
    public static TheoryData<string> Languages => new("operations.md", "operations.zh-CN.md");

    [ProgramTheory("kubectl")]
    [MemberData(nameof(Languages))]
    public async Task Kubernetes_HasWhatACommandNames(string page)
    {
        var text = Repository.Read("docs", page);
        var workloads = (await Kustomization.BuildAsync(Kustomization.Production)).Workloads;
        var api = workloads.Single(static workload => workload.Name == "api");
        var single = (await Kustomization.BuildAsync(Kustomization.SingleNode)).Workloads.Single(static workload => workload.Name == "api");
        var there = workloads.Select(static workload => $"{(workload.IsStateful ? "statefulset" : "deployment")}/{workload.Name}")
            .Concat(workloads.SelectMany(static workload => workload.PodNames).Append("tools").Select(static pod => $"pod/{pod}"))
            .ToHashSet(StringComparer.Ordinal);

        Assert.Superset(Named().Matches(text).Select(static match => match.Value).ToHashSet(StringComparer.Ordinal), there);
        Assert.All(Forwarded().Matches(text), match => Assert.NotNull(
            workloads.Single(workload => workload.PodNames.Contains(match.Groups["pod"].Value)).Port(match.Groups["port"].Value)));
        Assert.Contains($"`{Value(api, "UPLOAD_DIR")}`", text, StringComparison.Ordinal);
        Assert.Contains($"`{Value(single, "DATABASE_URL")["sqlite:///".Length..]}`", text, StringComparison.Ordinal);
        Assert.Contains($"`/proc/1/root{Value(workloads.Single(static workload => workload.Name == "node"), "STORAGE_PATH")}`", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Compose_HasWhatACommandNames(string page)
    {
        var text = Repository.Read("docs", page);
        var services = new ComposeFile().Services;
        var folders = services.Values.SelectMany(static service => service.Map("environment").Values.Select(value => OnTheServer(service, value))).OfType<string>().ToList();

        var named = Folders().Matches(text).Select(static match => match.Groups["folder"].Value).ToList();
        Assert.NotEmpty(named);
        Assert.Subset(folders.ToHashSet(StringComparer.Ordinal), named.ToHashSet(StringComparer.Ordinal));
        Assert.All(ComposeServices().Matches(text), match => Assert.Contains(match.Groups["service"].Value, services.Keys));
    }

    private static string Value(Workload workload, string variable) => workload.Environment.Single(entry => entry.Text("name") == variable).Text("value")!;

    /// <summary>Where a container's path lies on the server, below <c>DATA</c>; null where it is none, or not mounted.</summary>
    private static string? OnTheServer(JsonNode service, string value)
    {
        var path = value.Replace("sqlite:///", "", StringComparison.Ordinal);
        return service.Items("volumes").FirstOrDefault(volume => path.StartsWith(volume.Text("target") + "/", StringComparison.Ordinal)) is { } mount
            ? Path.GetFileName(mount.Text("source")) + path[mount.Text("target")!.Length..]
            : null;
    }

    [GeneratedRegex(@"\b(deployment|statefulset|pod)/[a-z]+(-[0-9])?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();

    [GeneratedRegex(@"port-forward pod/(?<pod>[a-z0-9-]+) [0-9]+:(?<port>[0-9]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Forwarded();

    [GeneratedRegex(@"\$DATA/(?<folder>[^`\s]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Folders();

    [GeneratedRegex(@"docker compose (logs|exec|stop|start|run --rm --no-deps -e DATABASE_URL) (?<service>[a-z0-9-]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ComposeServices();
}
