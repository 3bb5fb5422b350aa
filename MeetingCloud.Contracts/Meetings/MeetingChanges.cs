using System.Text.Json.Serialization;

namespace MeetingCloud.Contracts;

/// <summary>Body of <c>PUT /api/v1/meetings/{id}/agenda</c>.</summary>
/// <param name="Ids">All items of the meeting, each once, in their new order.</param>
public sealed record AgendaOrderRequest(IReadOnlyList<string>? Ids);

/// <summary>Answer to an <see cref="AgendaOrderRequest"/>: the items in order, with positions from 0.</summary>
/// <param name="Version">The meeting's.</param>
public sealed record AgendaOrder(IReadOnlyList<AgendaItem> Items, long Version);

/// <summary>Body of <c>PATCH /api/v1/meetings/{id}/files/{path}</c> (JSON merge patch, RFC 7396): an absent member stays as it is.</summary>
/// <param name="AgendaItemId">The item that the file belongs to; null takes it off the agenda.</param>
/// <param name="Path">A new path; the bytes stay.</param>
public sealed record FileChangeRequest(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] OptionalText AgendaItemId = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Path = null);
