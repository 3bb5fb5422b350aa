using MeetingCloud.Contracts;

namespace MeetingCloud.Api.Data;

/// <summary>Something that befell a node.</summary>
internal sealed class NodeEventRow
{
    /// <summary>Grows with every event.</summary>
    public long Id { get; init; }

    public required string NodeId { get; init; }

    public required NodeEventKind Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    public string? Reason { get; init; }

    /// <summary>One without an id yet, for a write that may be tried again.</summary>
    public NodeEventRow Copy() => new() { NodeId = NodeId, Kind = Kind, At = At, Reason = Reason };
}
