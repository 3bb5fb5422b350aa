using System.Text;

namespace MeetingCloud.Benchmarks.Reporting;

/// <summary>All measurements, as a Markdown table.</summary>
internal sealed class ResultTable
{
    private static readonly string[] s_columns = ["What", "Measured", "Peer", "Ratio", "Target", "Met"];
    private readonly List<Measurement> _lines = [];

    /// <summary>False where a target was missed, or could not be measured.</summary>
    public bool AllMet => _lines.TrueForAll(line => line.Target is null || line.Met == true);

    public void Add(IEnumerable<Measurement> lines) => _lines.AddRange(lines);

    public string ToMarkdown()
    {
        var rows = _lines.ConvertAll<string[]>(line =>
        [
            line.What, line.Measured, line.Peer ?? "–", line.Ratio ?? "–", line.Target ?? "–", line.Met switch { true => "yes", false => "**no**", null => "–" },
        ]);
        var widths = s_columns.Select((column, i) => rows.Select(row => row[i].Length).Append(column.Length).Max()).ToArray();
        var text = new StringBuilder();
        Append(s_columns);
        Append([.. widths.Select(width => new string('-', width))]);
        rows.ForEach(Append);
        return text.ToString();

        void Append(string[] cells) => text
            .Append("| ")
            .AppendJoin(" | ", cells.Select((cell, i) => cell.PadRight(widths[i])))
            .Append(" |\n");
    }
}
