using System.Globalization;
using System.Text.RegularExpressions;

namespace MeetingCloud.Tests.Observability;

/// <summary>The capacity table is computed: by the formula that stands above it.</summary>
public sealed partial class CapacityTests
{
    /// <summary>Bytes per second of a line: 94 % of 1 and 10 Gbit/s.</summary>
    private static readonly double[] s_lines = [0.94 * 1e9 / 8, 0.94 * 1e10 / 8];

    private static readonly int[] s_nodes = [1, 3, 10];

    [Theory]
    [InlineData("capacity.md")]
    [InlineData("capacity.zh-CN.md")]
    public void Table_IsWhatTheFormulaGives(string file)
    {
        var rows = Rows().Matches(File.ReadAllText(Path.Combine(ProjectFolder.Root, "docs", file)));
        Assert.Equal(9, rows.Count);
        Assert.All(rows, row =>
        {
            var attendees = Number(row, "attendees");
            var bytes = Number(row, "size") * (row.Groups["unit"].Value == "GB" ? 1e9 : 1e6);
            var expected = from line in s_lines from nodes in s_nodes select Format(attendees * bytes / (nodes * line));
            Assert.Equal(expected, row.Groups["seconds"].Value.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        });
    }

    private static string Format(double seconds) => seconds.ToString(seconds >= 10 ? "N0" : "F1", CultureInfo.InvariantCulture);

    private static double Number(Match row, string group) => double.Parse(row.Groups[group].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^\| (?<attendees>[\d,]+) × (?<size>\d+) (?<unit>MB|GB) \|(?<seconds>[\d., |]+)\|$",
        RegexOptions.Multiline | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rows();
}
