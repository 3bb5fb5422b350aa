using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Observability;

/// <summary>Whoever follows a runbook at night finds on the screen what it names: buttons, pages and findings of the web, panels of the dashboard.</summary>
public sealed partial class RunbookNamesTests
{
    private static readonly IReadOnlyList<(string English, string Chinese)> s_web =
    [
        .. from file in Directory.GetFiles(Repository.PathOf("MeetingCloud.Web", "Resources"), "*.zh-CN.resx")
           from data in XDocument.Load(file).Root!.Elements("data")
           select (data.Attribute("name")!.Value, data.Element("value")!.Value),
    ];

    public static TheoryData<string> Pages =>
    [
        .. Directory.GetFiles(ProjectFolder.Runbooks, "*.md").Concat(Directory.GetFiles(Repository.PathOf("docs"), "upgrade*.md"))
            .Select(path => Path.GetRelativePath(Repository.Root, path)),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Name_IsOnTheScreen_WhereAPageHasIt(string page)
    {
        var isChinese = page.EndsWith(".zh-CN.md", StringComparison.Ordinal);
        var shown = s_web.Select(text => Placeholders().Replace(isChinese ? text.Chinese : text.English, "…")).Concat(Panels()).ToHashSet(StringComparer.Ordinal);

        var named = Names().Matches(Code().Replace(Repository.Read(page), "")).Select(match => match.Groups["name"].Value);

        Assert.DoesNotContain(named, name => !shown.Contains(name));
    }

    private static IEnumerable<string> Panels()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Dashboard.File));
        return [.. json.RootElement.GetProperty("panels").EnumerateArray().Select(panel => panel.GetProperty("title").GetString()!)];
    }

    [GeneratedRegex(@"(?<!\*)\*(?<name>[^*\n]+)\*(?!\*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Names();

    [GeneratedRegex("^```.*?^```|`[^`\n]*`", RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"\{[0-9]\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholders();
}
