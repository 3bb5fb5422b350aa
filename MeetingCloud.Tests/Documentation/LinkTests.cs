using System.Text.RegularExpressions;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Documentation;

/// <summary>What a page leads to is there, headings included.</summary>
public sealed partial class LinkTests
{
    private const string Chinese = ".zh-CN.md";

    private static readonly string[] s_built = ["bin", "obj", "artifacts", "data", "node_modules", ".git"];

    private static readonly string[] s_pages =
        [.. Files(Repository.Root).Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Pages => [.. s_pages];

    public static TheoryData<string> ChinesePages => [.. s_pages.Where(page => page.EndsWith(Chinese, StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void EveryLink_LeadsSomewhere(string page)
    {
        var path = Path.Combine(Repository.Root, page);

        Assert.DoesNotContain(LocalTargets(path), target => !LeadsSomewhere(path, target));
    }

    [Theory]
    [MemberData(nameof(ChinesePages))]
    public void ChinesePage_LeadsToChinesePages_WhereThereAreSuch(string page)
    {
        var path = Path.Combine(Repository.Root, page);
        var english = LocalTargets(path)
            .Select(target => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, target.Split('#')[0])))
            // But for the page's own: that is how a reader changes the language.
            .Where(target => target != path[..^Chinese.Length] + ".md")
            .Where(target => target.EndsWith(".md", StringComparison.Ordinal) && File.Exists(target[..^".md".Length] + Chinese));

        Assert.Empty(english);
    }

    private static IEnumerable<string> LocalTargets(string path) => Links().Matches(WithoutCode(File.ReadAllText(path)))
        .Select(link => link.Groups["target"].Value)
        .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal));

    private static bool LeadsSomewhere(string page, string link)
    {
        var (file, heading) = link.Split('#', 2) is [var before, var after] ? (before, after) : (link, "");
        var target = file.Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, Uri.UnescapeDataString(file)));
        return heading.Length == 0
            ? Path.Exists(target)
            : File.Exists(target) && Headings().Matches(WithoutCode(File.ReadAllText(target))).Any(
                match => string.Equals(Anchor(match.Groups["text"].Value), Uri.UnescapeDataString(heading), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>As the usual hosts of repositories make it, but for its case: without punctuation, hyphens for blanks.</summary>
    private static string Anchor(string heading) =>
        Punctuation().Replace(Links().Replace(heading.Trim(), match => match.Groups["text"].Value), "").Replace(' ', '-');

    private static string WithoutCode(string page) => CodeBlocks().Replace(page, "");

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*.md").Concat(
        Directory.EnumerateDirectories(folder).Where(child => !s_built.Contains(Path.GetFileName(child))).SelectMany(Files));

    [GeneratedRegex(@"\[(?<text>(?:[^\[\]]|\[[^\]]*\]\([^)]*\))*)\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Links();

    [GeneratedRegex("^#{1,6} (?<text>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Headings();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex CodeBlocks();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]", RegexOptions.None, 1000)]
    private static partial Regex Punctuation();
}
