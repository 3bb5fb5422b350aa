using System.Diagnostics;
using System.Xml.Linq;
using MeetingCloud.Tests.AppHost;

namespace MeetingCloud.Tests.FeedProbe;

/// <summary>The repository's own build rules in a folder of their own, with two small projects, a solution and one package feed.</summary>
internal sealed class Checkout : IDisposable
{
    private static readonly string Repository = Path.GetDirectoryName(Projects.MeetingCloud_AppHost.ProjectPath)!;

    private readonly TemporaryFolder _folder = new();

    public Checkout(string? feed = null)
    {
        foreach (var file in Directory.GetFiles(Repository, "Directory.*").Append(Path.Combine(Repository, "global.json")))
        {
            File.Copy(file, Path.Combine(_folder.Path, Path.GetFileName(file)));
        }

        Directory.CreateDirectory(Path.Combine(_folder.Path, "eng", "feed"));
        foreach (var file in Directory.GetFiles(Path.Combine(Repository, "eng"))
            .Concat(Directory.GetFiles(Path.Combine(Repository, "eng", "feed")))
            .Where(static file => Path.GetExtension(file) is ".csproj" or ".proj" or ".props" or ".targets"))
        {
            File.Copy(file, Path.Combine(_folder.Path, Path.GetRelativePath(Repository, file)));
        }

        Feed = new PackageFeed(Path.Combine(_folder.Path, "packages"));
        Write("nuget.config", $"""<configuration><packageSources><clear /><add key="test" value="{feed ?? Feed.Folder}" /></packageSources></configuration>""");
        AddProject("One");
        AddProject("Two");
        Write("Both.sln", Solution("One", "Two"));
    }

    public PackageFeed Feed { get; }

    /// <summary>The versions that the repository asks for, by package.</summary>
    public static Dictionary<string, string> Versions { get; } = ReadVersions();

    /// <summary>What has been recorded; null where nothing has.</summary>
    public Dictionary<string, string>? Answers
    {
        get
        {
            var file = Path.Combine(_folder.Path, "artifacts", "feed.props");
            return File.Exists(file)
                ? XDocument.Load(file).Root!.Elements("PropertyGroup").Elements().ToDictionary(static answer => answer.Name.LocalName, static answer => answer.Value)
                : null;
        }
    }

    /// <summary>How many restores have left their folder.</summary>
    public int Questions => Directory.GetDirectories(Path.Combine(_folder.Path, "artifacts", "feed")).Length;

    /// <summary>The packages of a group of Directory.Packages.props.</summary>
    public static IEnumerable<string> PackagesOf(string label) => XDocument.Load(Path.Combine(Repository, "Directory.Packages.props"))
        .Descendants("ItemGroup").Single(group => group.Attribute("Label")?.Value == label)
        .Elements("PackageVersion").Select(static package => package.Attribute("Include")!.Value);

    /// <summary>The packages that a probe asks the feed for.</summary>
    public static IEnumerable<string> AskedBy(string probe) => XDocument.Load(Path.Combine(Repository, "eng", "feed", $"{probe}.csproj"))
        .Descendants("PackageReference").Select(static package => package.Attribute("Include")!.Value);

    /// <summary>Deletes what has been recorded.</summary>
    public void ForgetAnswers() => File.Delete(Path.Combine(_folder.Path, "artifacts", "feed.props"));

    /// <summary>Whether the project has been restored with Aspire.</summary>
    public bool HasAspire(string project) =>
        File.ReadAllText(Path.Combine(_folder.Path, project, "obj", "project.assets.json"))
            .Contains($"Aspire.Hosting.Redis/{Versions["Aspire.Hosting.Redis"]}", StringComparison.Ordinal);

    /// <summary>Runs <c>dotnet</c> with an empty package cache, and returns what it wrote.</summary>
    public async Task<string> DotnetAsync(params string[] arguments)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", arguments)
            {
                WorkingDirectory = _folder.Path,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.StartInfo.Environment["NUGET_PACKAGES"] = Path.Combine(_folder.Path, "cache");
        process.StartInfo.Environment["NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT"] = "1";
        process.StartInfo.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        process.Start();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            var output = string.Concat(texts);
            Assert.True(process.ExitCode == 0, output);
            return output;
        }
        catch (OperationCanceledException exception)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw new TimeoutException($"dotnet {string.Join(' ', arguments)} did not end in time.", exception);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static Dictionary<string, string> ReadVersions()
    {
        var document = XDocument.Load(Path.Combine(Repository, "Directory.Packages.props"));
        var aspire = document.Descendants("AspireVersion").Single().Value;
        // A version that a floating one stands for.
        var kubernetes = document.Descendants("AspireKubernetesVersion").Single().Value.Replace("*", "1.2", StringComparison.Ordinal);
        var redis = document.Descendants("RedisClientVersion").First().Value;
        return document.Descendants("PackageVersion").ToDictionary(
            static package => package.Attribute("Include")!.Value,
            package => package.Attribute("Version")!.Value
                .Replace("$(AspireKubernetesVersion)", kubernetes, StringComparison.Ordinal)
                .Replace("$(AspireVersion)", aspire, StringComparison.Ordinal)
                .Replace("$(RedisClientVersion)", redis, StringComparison.Ordinal));
    }

    private void AddProject(string name) => Write(
        $"{name}/{name}.csproj",
        """
        <Project Sdk="Microsoft.NET.Sdk">
          <ItemGroup>
            <PackageReference Remove="@(PackageReference)" />
            <PackageReference Include="Aspire.Hosting.Redis" Condition="'$(UseAspire)' == 'true'" />
          </ItemGroup>
        </Project>
        """);

    private static string Solution(params string[] projects)
    {
        var guids = projects.ToDictionary(static name => name, static _ => Guid.NewGuid().ToString("B").ToUpperInvariant());
        return "Microsoft Visual Studio Solution File, Format Version 12.00\n"
            + string.Concat(guids.Select(static project =>
                $"Project(\"{{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}}\") = \"{project.Key}\", \"{project.Key}\\{project.Key}.csproj\", \"{project.Value}\"\nEndProject\n"))
            + "Global\n\tGlobalSection(SolutionConfigurationPlatforms) = preSolution\n\t\tDebug|Any CPU = Debug|Any CPU\n\tEndGlobalSection\n"
            + "\tGlobalSection(ProjectConfigurationPlatforms) = postSolution\n"
            + string.Concat(guids.Values.Select(static guid => $"\t\t{guid}.Debug|Any CPU.ActiveCfg = Debug|Any CPU\n\t\t{guid}.Debug|Any CPU.Build.0 = Debug|Any CPU\n"))
            + "\tEndGlobalSection\nEndGlobal\n";
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_folder.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
