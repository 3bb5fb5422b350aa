using System.Text.Json.Nodes;
using MeetingCloud.Tests.AppHost;
using MeetingCloud.Tests.Deploy.Settings;
using MeetingCloud.Tests.Support;
using MeetingCloud.Tests.Support.Programs;

namespace MeetingCloud.Tests.Deploy.Images;

/// <summary>What <c>dotnet publish -t:PublishContainer</c> would make, as the SDK works it out; no image is made.</summary>
public sealed class ImageTests
{
    private const string Properties = "ContainerBaseImage,ContainerRepository,ContainerImageTag,ContainerUser,ContainerImageFormat,InvariantGlobalization";
    private const string Items = "ContainerPort,ContainerLabel,ContainerEnvironmentVariable";

    [ProgramTheory("dotnet")]
    [InlineData("Api", "aspnet:10.0-noble-chiseled-extra")]
    [InlineData("Web", "aspnet:10.0-noble-chiseled-extra")]
    [InlineData("Node", "aspnet:10.0-noble-chiseled")]
    [InlineData("Dav", "aspnet:10.0-noble-chiseled")]
    public async Task Image_IsSmall_Rootless_AndListensWhereItsPodExpectsIt(string service, string baseImage)
    {
        using var home = new TemporaryFolder();
        var project = Repository.PathOf($"MeetingCloud.{service}", $"MeetingCloud.{service}.csproj");

        var (exitCode, output) = await InstalledProgram.RunAsync(
            "dotnet", home.Path, "", "msbuild", project, "-nologo", "-nodeReuse:false", "-t:ComputeContainerConfig", $"-getProperty:{Properties}", $"-getItem:{Items}");

        Assert.True(exitCode == 0, output);
        var image = JsonNode.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..(output.LastIndexOf('}') + 1)])!;
        Assert.EndsWith("/" + baseImage, image.Text("Properties.ContainerBaseImage"), StringComparison.Ordinal);
        Assert.Equal($"meetingcloud/{ServiceUnderTest.All.Keys.Single(name => string.Equals(name, service, StringComparison.OrdinalIgnoreCase))}", image.Text("Properties.ContainerRepository"));
        Assert.Equal(Repository.Version, image.Text("Properties.ContainerImageTag"));
        Assert.Equal("1654", image.Text("Properties.ContainerUser"));
        Assert.Equal("OCI", image.Text("Properties.ContainerImageFormat"));
        // ICU is in the base image exactly where the program looks for it.
        Assert.Equal(baseImage.EndsWith("-extra", StringComparison.Ordinal) ? "false" : "true", image.Text("Properties.InvariantGlobalization"));
        Assert.Equal("8080", Assert.Single(image.Items("Items.ContainerPort")).Text("Identity"));

        var labels = image.Items("Items.ContainerLabel").ToDictionary(static label => label.Text("Identity")!, static label => label.Text("Value"), StringComparer.Ordinal);
        Assert.All(
            ["title", "description", "version", "licenses", "vendor", "authors", "created"],
            name => Assert.False(string.IsNullOrEmpty(labels.GetValueOrDefault($"org.opencontainers.image.{name}")), $"no label for {name}"));
        Assert.DoesNotContain(image.Items("Items.ContainerEnvironmentVariable"), static variable => VariableRules.IsSecret(variable.Text("Identity")!));
    }

    [Theory]
    [InlineData("linux-x64")]
    [InlineData("linux-arm64")]
    public void Sqlite_IsThere_ForEachMachine(string runtime) =>
        Assert.True(File.Exists(Path.Combine(AppContext.BaseDirectory, "runtimes", runtime, "native", "libe_sqlite3.so")), $"no SQLite for {runtime}");
}
