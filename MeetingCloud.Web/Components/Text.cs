using System.Globalization;
using Microsoft.Extensions.Localization;

namespace MeetingCloud.Web.Components;

/// <summary>Quantities as people read them, in the reader's language (<see cref="CultureInfo.CurrentUICulture"/>).</summary>
public sealed class Text(IStringLocalizer<Text> L)
{
    private static readonly string[] s_units = ["B", "KB", "MB", "GB", "TB", "PB"];

    /// <summary>Decimal units with three significant digits: <c>1.25 GB</c>.</summary>
    public string Bytes(double bytes)
    {
        var unit = 0;
        while (bytes >= 999.5 && unit < s_units.Length - 1)
        {
            bytes /= 1000;
            unit++;
        }

        var format = unit == 0 || bytes >= 99.95 ? "0" : bytes >= 9.995 ? "0.0" : "0.00";
        return $"{bytes.ToString(format, CultureInfo.InvariantCulture)} {s_units[unit]}";
    }

    public string Rate(double bytesPerSecond) => $"{Bytes(bytesPerSecond)}/s";

    /// <summary><c>just now</c>, <c>12 s ago</c>, <c>3 min ago</c>, <c>2 h ago</c>, <c>4 d ago</c>.</summary>
    public string Ago(TimeSpan age) => age < TimeSpan.FromSeconds(1) ? L["just now"] : L["{0} ago", Duration(age)];

    public string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => L["{0} s", Whole(time.TotalSeconds)],
        { TotalMinutes: < 60 } => L["{0} min", Whole(time.TotalMinutes)],
        { TotalHours: < 48 } => L["{0} h", Whole(time.TotalHours)],
        _ => L["{0} d", Whole(time.TotalDays)],
    };

    public string Percent(double ratio) => $"{Whole(ratio * 100)} %";

    public string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Whole(double number) => Math.Floor(number).ToString(CultureInfo.InvariantCulture);
}
