using MeetingCloud.Contracts;
using MeetingCloud.Web.Browser;

namespace MeetingCloud.Web.Components.Desk;

/// <summary>When each item is due, as far as the durations before it tell.</summary>
internal static class AgendaTimes
{
    /// <returns>For each item <c>09:00–09:20</c>, <c>09:20</c> where it has no duration, and null after such a one.</returns>
    public static IReadOnlyList<string?> Of(Meeting meeting, IReadOnlyList<AgendaItem> items, TimeZoneInfo zone) =>
    [
        .. Of(meeting.Time, items.Select(item => item.DurationMinutes)).Select(time => time switch
        {
            null => null,
            (var start, null) => ZonedTime.ToClock(start, zone),
            (var start, { } end) => $"{ZonedTime.ToClock(start, zone)}–{ZonedTime.ToClock(end, zone)}",
        }),
    ];

    /// <param name="minutes">Of each item, where it says so.</param>
    /// <returns>For each item its start, and its end where it has a duration; null after one that has none.</returns>
    public static IReadOnlyList<(DateTimeOffset Start, DateTimeOffset? End)?> Of(DateTimeOffset start, IEnumerable<int?> minutes)
    {
        var times = new List<(DateTimeOffset, DateTimeOffset?)?>();
        DateTimeOffset? next = start;
        foreach (var duration in minutes)
        {
            var begin = next;
            next = begin is { } from && duration is { } length && from <= DateTimeOffset.MaxValue.AddMinutes(-length) ? from.AddMinutes(length) : null;
            times.Add(begin is { } known ? (known, next) : null);
        }

        return times;
    }
}
