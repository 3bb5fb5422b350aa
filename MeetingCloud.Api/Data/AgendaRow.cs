namespace MeetingCloud.Api.Data;

internal sealed class AgendaRow
{
    public required string Id { get; init; }

    public required string MeetingId { get; init; }

    public required string Title { get; set; }

    public required int Position { get; set; }

    public string? Presenter { get; set; }

    public int? DurationMinutes { get; set; }
}
