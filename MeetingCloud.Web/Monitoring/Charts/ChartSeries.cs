namespace MeetingCloud.Web.Monitoring.Charts;

/// <summary>A line of a chart.</summary>
/// <param name="Points">Oldest first.</param>
/// <param name="Latest">Of the newest sample; a point is of half a minute.</param>
/// <param name="Peak">The highest sample.</param>
public sealed record ChartSeries(string Label, IReadOnlyList<ChartPoint> Points, double Latest, double Peak);
