using System.Text.RegularExpressions;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Documentation;

/// <summary>Whoever makes alerts of log lines finds each that a service writes as an error.</summary>
public sealed partial class ErrorLinesTests
{
    private static readonly string[] s_services = ["Api", "Dav", "Node", "ServiceDefaults", "Storage", "Web"];

    [Theory]
    [InlineData("operations.md")]
    [InlineData("operations.zh-CN.md")]
    public void Page_HasEveryErrorOfTheServices(string page)
    {
        var text = Repository.Read("docs", page);
        var lines = s_services
            .SelectMany(static service => Directory.EnumerateFiles(Repository.PathOf($"MeetingCloud.{service}"), "Log.cs", SearchOption.AllDirectories))
            .SelectMany(static file => Errors().Matches(File.ReadAllText(file)))
            .Select(static match => $"`{Placeholders().Replace(match.Groups["message"].Value, "…")}`")
            .ToList();

        Assert.NotEmpty(lines);
        Assert.DoesNotContain(lines, line => !text.Contains(line, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"LogLevel\.(Error|Critical), (Message = )?""(?<message>[^""]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Errors();

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholders();
}
