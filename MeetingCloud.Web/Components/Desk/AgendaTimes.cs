using MeetingCloud.Contracts;
using MeetingCloud.Web.Browser;

namespace MeetingCloud.Web.Components.Desk;

/// <summary>When each item is due, as far as the durations before it tell.</summary>
internal static class AgendaTimes
{
    /// <returns>For each item <c>09:00–09:20</c>, <c>09:20</c> where it has no duration, and null after such a one.</returns>
    public static IReadOnlyList<string?> Of(Meeting meeting, IReadOnlyList<AgendaItem> items, TimeZoneInfo zone)
    {
        var times = new List<string?>(items.Count);
        DateTimeOffset? next = meeting.Time;
        foreach (var item in items)
        {
            var start = next;
            next = start is { } from && item.DurationMinutes is { } minutes && from <= DateTimeOffset.MaxValue.AddMinutes(-minutes)
                ? from.AddMinutes(minutes)
                : null;
            times.Add(start is not { } known ? null : next is { } end ? $"{Clock(known, zone)}–{Clock(end, zone)}" : Clock(known, zone));
        }

        return times;
    }

    private static string Clock(DateTimeOffset time, TimeZoneInfo zone) => ZonedTime.ToText(time, zone)[^5..];
}
