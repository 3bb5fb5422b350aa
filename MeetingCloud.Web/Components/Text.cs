using System.Globalization;

namespace MeetingCloud.Web.Components;

/// <summary>
/// Quantities as people read them. Always in the invariant culture: a render that a background event causes would otherwise follow the
/// culture of that event's thread.
/// </summary>
internal static class Text
{
    private static readonly string[] s_units = ["B", "KB", "MB", "GB", "TB", "PB"];

    /// <summary>Decimal units with three significant digits: <c>1.25 GB</c>.</summary>
    public static string Bytes(double bytes)
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

    public static string Rate(double bytesPerSecond) => $"{Bytes(bytesPerSecond)}/s";

    /// <summary><c>just now</c>, <c>12 s ago</c>, <c>3 min ago</c>, <c>2 h ago</c>, <c>4 d ago</c>.</summary>
    public static string Ago(TimeSpan age) => age < TimeSpan.FromSeconds(1) ? "just now" : $"{Duration(age)} ago";

    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => $"{Whole(time.TotalSeconds)} s",
        { TotalMinutes: < 60 } => $"{Whole(time.TotalMinutes)} min",
        { TotalHours: < 48 } => $"{Whole(time.TotalHours)} h",
        _ => $"{Whole(time.TotalDays)} d",
    };

    public static string Percent(double ratio) => $"{Whole(ratio * 100)} %";

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Whole(double number) => Math.Floor(number).ToString(CultureInfo.InvariantCulture);
}
