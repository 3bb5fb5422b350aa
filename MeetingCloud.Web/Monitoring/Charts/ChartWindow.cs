namespace MeetingCloud.Web.Monitoring.Charts;

/// <summary>What a chart's axis of time shows: from the first point on, the last hour at most.</summary>
/// <param name="From">UTC, a whole minute: the ticks are counted from it.</param>
/// <param name="To">UTC.</param>
/// <param name="Step">Between two ticks.</param>
internal sealed record ChartWindow(DateTime From, DateTime To, TimeSpan Step)
{
    // As many steps as have room for their labels on a phone.
    private const int Steps = 6;
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan[] s_steps = [s_minute, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10)];

    /// <summary>Null until there are two points: one makes no line.</summary>
    public static ChartWindow? Of(IReadOnlyList<ChartSeries> series)
    {
        var times = series.SelectMany(one => one.Points.Take(1).Concat(one.Points.TakeLast(1))).Select(point => point.Time).ToList();
        if (times.Count == 0 || times.Min() == times.Max())
        {
            return null;
        }

        var to = times.Max();
        var first = times.Min() > to - HistoryMerge.Span ? times.Min() : to - HistoryMerge.Span;
        var from = first.AddTicks(-(first.Ticks % s_minute.Ticks));
        return new ChartWindow(from, to, s_steps.FirstOrDefault(step => (to - from) <= step * Steps, s_steps[^1]));
    }
}
