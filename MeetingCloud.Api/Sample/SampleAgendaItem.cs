namespace MeetingCloud.Api.Sample;

internal sealed record SampleAgendaItem(
    string Title, string? Presenter = null, int? DurationMinutes = null, IReadOnlyList<string>? Files = null);
