using System.Text.Json.Serialization;

namespace MeetingCloud.Contracts;

/// <summary>Something that befell a node: a line of <c>GET /api/v1/nodes/{id}/events</c>.</summary>
/// <param name="Id">Grows with time.</param>
/// <param name="Reason">Why a node is lost: <c>line_broken</c>, <c>heartbeat_missed</c> or <c>stopped</c>; else null.</param>
public sealed record NodeEvent(long Id, NodeEventKind Kind, DateTimeOffset At, string? Reason = null);

/// <summary>What may befall a node.</summary>
[JsonConverter(typeof(ContractEnumConverter<NodeEventKind>))]
public enum NodeEventKind
{
    /// <summary>It introduced itself, as it does at each start.</summary>
    [JsonStringEnumMemberName("registered")] Registered,

    /// <summary>Nothing is heard of it any more.</summary>
    [JsonStringEnumMemberName("lost")] Lost,

    /// <summary>It is heard of again, without having been started anew.</summary>
    [JsonStringEnumMemberName("back")] Back,

    /// <summary>An admin has put it in maintenance.</summary>
    [JsonStringEnumMemberName("drained")] Drained,

    /// <summary>An admin lets it serve again.</summary>
    [JsonStringEnumMemberName("resumed")] Resumed,

    /// <summary>An admin had it forgotten.</summary>
    [JsonStringEnumMemberName("forgotten")] Forgotten,
}
