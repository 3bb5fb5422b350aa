using System.Globalization;
using MeetingCloud.Web.Monitoring;
using MeetingCloud.Web.Monitoring.Charts;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Controls;

/// <summary>The last hour as a chart, with its newest numbers in words.</summary>
public sealed partial class TimeChart
{
    private const int Colours = 9;

    private IReadOnlyList<ChartSeries>? _drawn;
    private bool _changed = true;
    private DateTime _from;
    private DateTime _to;
    private double _most;
    private double _step;

    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The same object while nothing is new: a page that shows itself each second draws no chart anew.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ChartSeries> Series { get; set; } = [];

    /// <summary>The series are parts of a whole, and have points at the same times.</summary>
    [Parameter]
    public bool Stacked { get; set; }

    /// <summary>A value in words.</summary>
    [Parameter, EditorRequired]
    public Func<double, string> Format { get; set; } = value => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>The values are counts: the axis has no steps below one.</summary>
    [Parameter]
    public bool Whole { get; set; }

    private string Summary => Stacked
        ? L["{0}: {1} now, in the last hour", Title, Format(Series.Sum(series => series.Latest))]
        : L["{0}, in the last hour", Title];

    protected override void OnParametersSet()
    {
        _changed = !ReferenceEquals(_drawn, Series);
        _drawn = Series;
        var times = Series.SelectMany(series => series.Points.Take(1).Concat(series.Points.TakeLast(1))).Select(point => point.Time).ToList();
        if (_changed && times.Count > 0)
        {
            _to = times.Max();
            _from = _to - HistoryMerge.Span;
            (_most, _step) = ChartScale.Of(Highest(), Whole);
        }
    }

    protected override bool ShouldRender() => _changed;

    private double Highest() => Stacked
        ? Series.SelectMany(series => series.Points).GroupBy(point => point.Time).Max(points => points.Sum(point => point.Value))
        : Series.SelectMany(series => series.Points).Max(point => point.Value);

    private static string Colour(int index) => FormattableString.Invariant($"var(--mc-series-{index % Colours + 1})");
}
