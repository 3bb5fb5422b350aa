namespace MeetingCloud.Web.Monitoring.Charts;

/// <summary>An axis from nought whose steps are 1, 2 or 5 times a power of ten.</summary>
internal static class ChartScale
{
    private const int Steps = 4;
    private static readonly double[] s_factors = [1, 2, 5, 10];

    /// <param name="highest">Of what is shown.</param>
    /// <param name="whole">No steps below one.</param>
    public static (double Most, double Step) Of(double highest, bool whole)
    {
        if (highest <= 0)
        {
            return (1, 1);
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(highest / Steps)));
        var step = s_factors.Select(factor => factor * power).First(step => step * Steps >= highest * 0.999999);
        step = whole ? Math.Max(step, 1) : step;
        return (Math.Ceiling(highest / step - 1e-6) * step, step);
    }
}
