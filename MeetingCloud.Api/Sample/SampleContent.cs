namespace MeetingCloud.Api.Sample;

/// <summary>A sample folder's <c>meeting.json</c>. Paths are relative to the folder, and are the paths in the meeting too.</summary>
/// <param name="InDays">The meeting starts so many days after the import.</param>
/// <param name="HourUtc">At this hour.</param>
/// <param name="Files">Those that belong to no item.</param>
internal sealed record SampleContent(
    string Title,
    int InDays,
    int HourUtc,
    IReadOnlyList<SampleAgendaItem> Agenda,
    IReadOnlyList<string> Files,
    string? Intro = null,
    SampleAlbum? Album = null);
