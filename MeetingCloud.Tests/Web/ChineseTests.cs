using System.Text.RegularExpressions;
using System.Xml.Linq;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Web;

/// <summary>
/// The English text is the key, in the sources; the Chinese is in a resource file for each component. Read from the sources, since a
/// missing text is no error when the page is shown: it is English.
/// </summary>
public sealed partial class ChineseTests
{
    private static readonly string s_web = Path.Combine(Repository.Root, "MeetingCloud.Web");

    public static TheoryData<string> Components =>
    [
        .. Directory.EnumerateFiles(s_web, "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(s_web, file).Replace('\\', '/'))
            .Where(path => !path.StartsWith("obj/", StringComparison.Ordinal) && !path.StartsWith("bin/", StringComparison.Ordinal))
            .Select(path => Extension().Replace(path, ""))
            .Distinct(StringComparer.Ordinal)
            .Where(component => Keys(component).Count > 0)
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Components))]
    public void EveryText_HasItsChinese_WithTheSamePlaceholders_AndNothingIsLeftOver(string component)
    {
        var chinese = Chinese(component);

        var keys = Keys(component);
        Assert.Empty(keys.Except(chinese.Keys, StringComparer.Ordinal));
        Assert.Empty(chinese.Keys.Except(keys, StringComparer.Ordinal));
        foreach (var (key, text) in chinese)
        {
            Assert.False(string.IsNullOrWhiteSpace(text), $"'{key}' is empty.");
            Assert.Equal(PlaceholdersOf(key), PlaceholdersOf(text));
        }
    }

    private static HashSet<string> Keys(string component)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var extension in new[] { ".razor", ".razor.cs", ".cs" })
        {
            var file = Path.Combine(s_web, component + extension);
            if (File.Exists(file))
            {
                keys.UnionWith(Literals().Matches(File.ReadAllText(file)).Select(match => Regex.Unescape(match.Groups["key"].Value)));
            }
        }

        return keys;
    }

    private static Dictionary<string, string> Chinese(string component)
    {
        var file = Path.Combine(s_web, "Resources", component.Replace('/', '.') + ".zh-CN.resx");
        Assert.True(File.Exists(file), $"There is no {Path.GetFileName(file)}.");
        return XDocument.Load(file).Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value, StringComparer.Ordinal);
    }

    private static IEnumerable<string> PlaceholdersOf(string text) =>
        Placeholders().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"(\.razor)?\.cs$|\.razor$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Extension();

    [GeneratedRegex("\\bL\\[\"(?<key>(?:[^\"\\\\]|\\\\.)*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Literals();

    [GeneratedRegex(@"\{\d+\}", RegexOptions.None, 1000)]
    private static partial Regex Placeholders();
}
