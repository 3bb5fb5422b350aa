using System.Text;
using System.Text.RegularExpressions;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Tests.Documentation;

/// <summary>
/// The tables of <c>docs/reference/settings.md</c>, each between <c>&lt;!-- settings: service --&gt;</c> and <c>&lt;!-- end --&gt;</c>. All
/// columns but the last are what the service's code says; what a setting means is written by people, and stays.
/// </summary>
internal static partial class SettingsTable
{
    /// <summary>The page with its tables made anew.</summary>
    /// <param name="page">As it is.</param>
    /// <param name="services">What each service asks for, by its name in the marks.</param>
    /// <param name="unitNames">In the page's language.</param>
    /// <param name="required">The word for a setting without which nothing starts, in the page's language.</param>
    public static string Renew(
        string page,
        IReadOnlyDictionary<string, IReadOnlyList<Setting>> services,
        IReadOnlyDictionary<SettingUnit, string> unitNames,
        string required) => Tables().Replace(page, match =>
    {
        var meanings = Rows().Matches(match.Groups["body"].Value).ToDictionary(
            row => row.Groups["name"].Value, row => row.Groups["meaning"].Value.Trim(), StringComparer.Ordinal);
        var table = new StringBuilder(match.Groups["head"].Value);
        foreach (var setting in services[match.Groups["service"].Value])
        {
            var standard = setting.IsRequired ? required : Code(setting.Default);
            table.Append(
                null,
                $"| `{setting.Name}` | {unitNames[setting.Unit]} | {standard} | {setting.Range} | {meanings.GetValueOrDefault(setting.Name, "")} |\n");
        }

        return table.Append(match.Groups["tail"].Value).ToString();
    });

    /// <summary>Names that have no meaning.</summary>
    public static IReadOnlyList<string> WithoutMeaning(string page) =>
        [.. Rows().Matches(page).Where(row => string.IsNullOrWhiteSpace(row.Groups["meaning"].Value)).Select(row => row.Groups["name"].Value)];

    /// <summary>The services of which the page has a table.</summary>
    public static IReadOnlyList<string> Services(string page) => [.. Tables().Matches(page).Select(table => table.Groups["service"].Value)];

    private static string Code(string? value) => value is null ? "" : $"`{value}`";

    [GeneratedRegex(
        @"(?<head><!-- settings: (?<service>[a-z]+) -->\n\n\|[^\n]+\n\|[^\n]+\n)(?<body>.*?)(?<tail>\n<!-- end -->)",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Tables();

    [GeneratedRegex(@"^\| `(?<name>[^`]+)` \|[^|]*\|[^|]*\|[^|]*\|(?<meaning>[^\n]*)\|$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Rows();
}
