namespace MeetingCloud.Api.Sample;

internal sealed record SampleAgendaItem(string Title, string? Presenter, int? DurationMinutes, IReadOnlyList<string>? Files);
