using System.Globalization;

namespace MeetingCloud.Benchmarks.Reporting;

/// <summary>Figures of several rounds. On a machine that others use too, the median tells most.</summary>
internal sealed class Samples(IEnumerable<double> values)
{
    private readonly double[] _sorted = [.. values.Order()];

    public int Count => _sorted.Length;

    public double Median => _sorted.Length % 2 == 1
        ? _sorted[_sorted.Length / 2]
        : (_sorted[(_sorted.Length / 2) - 1] + _sorted[_sorted.Length / 2]) / 2;

    /// <summary>Median and range, such as <c>1.31 (1.22–1.38)</c>.</summary>
    public string Describe(string format)
    {
        return $"{Text(Median)} ({Text(_sorted[0])}–{Text(_sorted[^1])})";

        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
    }
}
