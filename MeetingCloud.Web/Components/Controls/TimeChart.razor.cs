using System.Globalization;
using MeetingCloud.Web.Browser;
using MeetingCloud.Web.Monitoring.Charts;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Controls;

/// <summary>The last hour as a chart, with its newest numbers in words.</summary>
public sealed partial class TimeChart
{
    private const int Colours = 9;

    private IReadOnlyList<ChartSeries>? _drawn;
    private TimeZoneInfo? _zone;
    private ChartWindow? _window;
    private bool _changed = true;
    private double _highest;
    private double _most;
    private double _step;

    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The same object while nothing is new: a page that shows itself each second draws no chart anew.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ChartSeries> Series { get; set; } = [];

    /// <summary>The reader's, in which the axis is.</summary>
    [Parameter, EditorRequired]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

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
        _changed = !ReferenceEquals(_drawn, Series) || !ReferenceEquals(_zone, Zone);
        (_drawn, _zone) = (Series, Zone);
        if (_changed)
        {
            _window = ChartWindow.Of(Series);
            _highest = _window is null ? 0 : Highest();
            (_most, _step) = ChartScale.Of(_highest, Whole);
        }
    }

    protected override bool ShouldRender() => _changed;

    private double Highest() => Stacked
        ? Series.SelectMany(series => series.Points).GroupBy(point => point.Time).Max(points => points.Sum(point => point.Value))
        : Series.SelectMany(series => series.Points).Max(point => point.Value);

    // The axis gives UTC back without saying so.
    private string Clock(object utc) => ZonedTime.ToClock(new DateTimeOffset((DateTime)utc, TimeSpan.Zero), Zone);

    private static string Colour(int index) => FormattableString.Invariant($"var(--mc-series-{index % Colours + 1})");
}
