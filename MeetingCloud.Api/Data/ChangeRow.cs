namespace MeetingCloud.Api.Data;

/// <summary>A change of a meeting, written in the change's own transaction (an outbox), so that the event stream misses none.</summary>
internal sealed class ChangeRow
{
    /// <summary>Grows with every change; the event's id on the stream.</summary>
    public long Id { get; init; }

    public required string MeetingId { get; init; }

    public required long Version { get; init; }

    /// <summary>One of <see cref="Contracts.MeetingActions"/>.</summary>
    public required string Action { get; init; }

    public required DateTimeOffset At { get; init; }
}
