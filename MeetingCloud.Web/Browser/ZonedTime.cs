using System.Globalization;

namespace MeetingCloud.Web.Browser;

/// <summary>Times as an input of type <c>datetime-local</c> has them: of the reader's zone, to the minute.</summary>
public static class ZonedTime
{
    private const string Format = "yyyy-MM-dd'T'HH:mm";

    public static string ToText(DateTimeOffset time, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(time, zone).ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>
    /// Null for what is no time, and for one that the zone's clocks leave out when they go forward. Where they go back, and an hour comes
    /// twice, it is the first one.
    /// </summary>
    public static DateTimeOffset? Parse(string? text, TimeZoneInfo zone)
    {
        if (!DateTime.TryParseExact(
                text, [Format, Format + "':'ss", Format + "':'ss'.'FFF"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            || zone.IsInvalidTime(local))
        {
            return null;
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        try
        {
            return new DateTimeOffset(local, offset);
        }
        catch (ArgumentOutOfRangeException)
        {
            // Before the first or after the last time there is.
            return null;
        }
    }

    /// <summary><c>2026-05-01 18:00</c></summary>
    public static string ToShow(DateTimeOffset time, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(time, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary><c>18:00</c></summary>
    public static string ToClock(DateTimeOffset time, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(time, zone).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary><c>Asia/Shanghai (UTC+8)</c>, with the offset of that time.</summary>
    public static string Describe(TimeZoneInfo zone, DateTimeOffset at)
    {
        var offset = zone.GetUtcOffset(at);
        var sign = offset < TimeSpan.Zero ? '-' : '+';
        var text = offset == TimeSpan.Zero
            ? "UTC"
            : string.Create(CultureInfo.InvariantCulture, $"UTC{sign}{Math.Abs(offset.Hours)}{(offset.Minutes == 0 ? "" : $":{Math.Abs(offset.Minutes):00}")}");
        return zone.Id == "UTC" || zone.Id.StartsWith("UTC", StringComparison.Ordinal) ? text : $"{zone.Id} ({text})";
    }
}
