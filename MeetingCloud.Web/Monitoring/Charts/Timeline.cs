namespace MeetingCloud.Web.Monitoring.Charts;

/// <summary>
/// Samples, put together so that a chart has no more points than it has room for. The steps stand still on the clock: a new sample
/// changes the last point and no other.
/// </summary>
internal sealed class Timeline
{
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    private readonly List<DateTime> _steps = [];
    private readonly int[] _stepOf;

    public Timeline(IReadOnlyList<DateTimeOffset> times)
    {
        _stepOf = new int[times.Count];
        for (var i = 0; i < times.Count; i++)
        {
            var step = new DateTime(times[i].UtcTicks - (times[i].UtcTicks % Step.Ticks), DateTimeKind.Utc);
            if (_steps.Count == 0 || _steps[^1] < step)
            {
                _steps.Add(step);
            }

            _stepOf[i] = _steps.Count - 1;
        }
    }

    /// <summary>Every step has a point: no sample counts as nothing.</summary>
    public ChartSeries Filled(string label, IReadOnlyList<double> values) => Series(label, [.. values.Select(value => (double?)value)]);

    /// <summary>Steps without a sample have no point.</summary>
    public ChartSeries Series(string label, IReadOnlyList<double?> values)
    {
        var (sums, counts) = (new double[_steps.Count], new int[_steps.Count]);
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is { } value)
            {
                sums[_stepOf[i]] += value;
                counts[_stepOf[i]]++;
            }
        }

        return new ChartSeries(
            label,
            [.. Enumerable.Range(0, _steps.Count).Where(i => counts[i] > 0).Select(i => new ChartPoint(_steps[i], sums[i] / counts[i]))],
            values is [.., { } latest] ? latest : 0,
            values.Max() ?? 0);
    }
}
