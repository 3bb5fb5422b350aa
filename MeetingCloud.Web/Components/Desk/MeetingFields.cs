using MeetingCloud.Contracts;
using MeetingCloud.Web.Browser;
using MeetingCloud.Web.Editing;

namespace MeetingCloud.Web.Components.Desk;

/// <summary>A meeting's own fields as texts of a form, named as the contract names them.</summary>
internal static class MeetingFields
{
    public const string Title = "title";
    public const string Time = "time";
    public const string Intro = "intro";
    public const string AccessCode = "access_code";

    public static StoredFields Of(Meeting meeting, TimeZoneInfo zone) => new(meeting.Version, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Title] = meeting.Title,
        [Time] = ZonedTime.ToText(meeting.Time, zone),
        [Intro] = meeting.Intro ?? "",
        [AccessCode] = meeting.AccessCode ?? "",
    });

    public static StoredFields New(DateTimeOffset start, TimeZoneInfo zone) => new(0, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Title] = "",
        [Time] = ZonedTime.ToText(start, zone),
        [Intro] = "",
        [AccessCode] = "",
    });

    /// <param name="stored">Its time is kept to the second where the text still names the same minute.</param>
    public static MeetingRequest ToRequest(
        IReadOnlyDictionary<string, string> texts, TimeZoneInfo zone, DateTimeOffset? stored, MeetingStatus? status) => new(
        texts[Title].Trim(),
        stored is { } time && ZonedTime.ToText(time, zone) == texts[Time] ? stored : ZonedTime.Parse(texts[Time], zone),
        texts[Intro].Length == 0 ? null : texts[Intro],
        status,
        texts[AccessCode].Trim().Length == 0 ? null : texts[AccessCode].Trim());
}
