namespace MeetingCloud.Web.Monitoring.Charts;

/// <param name="Time">UTC.</param>
public sealed record ChartPoint(DateTime Time, double Value);
