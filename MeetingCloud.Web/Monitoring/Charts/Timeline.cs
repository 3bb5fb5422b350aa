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

    /// <summary>Of amounts: a point is the mean of its step. Steps without a sample have no point.</summary>
    public ChartSeries Amounts(string label, IReadOnlyList<double?> values) =>
        Series(label, values, inStep => inStep.Average());

    /// <summary>Of things that are counted: a point is the last sample of its step, for there are no parts of them. Steps without a sample have no point.</summary>
    public ChartSeries Counts(string label, IReadOnlyList<double?> values) =>
        Series(label, values, inStep => inStep[^1]);

    private ChartSeries Series(string label, IReadOnlyList<double?> values, Func<IReadOnlyList<double>, double> point)
    {
        var inSteps = new List<double>?[_steps.Count];
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is { } value)
            {
                (inSteps[_stepOf[i]] ??= []).Add(value);
            }
        }

        return new ChartSeries(
            label,
            [.. _steps.Zip(inSteps).Where(step => step.Second is not null).Select(step => new ChartPoint(step.First, point(step.Second!)))],
            values is [.., { } latest] ? latest : 0,
            values.Max() ?? 0);
    }
}
