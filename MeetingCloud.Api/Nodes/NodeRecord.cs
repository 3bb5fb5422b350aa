using System.Text.Json;
using System.Text.Json.Serialization;
using MeetingCloud.Contracts;

namespace MeetingCloud.Api.Nodes;

/// <summary>What is known of a node: its registration, its last heartbeat, and what an admin decided. As kept in Redis.</summary>
/// <param name="Drained">An admin has put it in maintenance.</param>
/// <param name="DrainedAt">When that was last changed; the later decision wins where two instances disagree.</param>
/// <param name="Draining">The node itself wants nothing new: it is shutting down.</param>
/// <param name="LastHeartbeat">A registration counts as one.</param>
/// <param name="Networks">Those of its site (<c>NODE_NETWORKS</c>), checked; null or empty where it declares none.</param>
internal sealed record NodeRecord(
    string Id,
    string Ip,
    int Port,
    string? PublicUrl,
    long StorageCapacity,
    long StorageUsed,
    DateTimeOffset LastHeartbeat,
    double Health = 1,
    bool Draining = false,
    int ActiveDownloads = 0,
    double BytesPerSecond = 0,
    IReadOnlyList<HeldMeeting>? Meetings = null,
    bool Drained = false,
    DateTimeOffset DrainedAt = default,
    IReadOnlyList<string>? Networks = null)
{
    /// <summary>What a newer version has written that this one does not know: it is kept, as both write the records while a rolling update runs.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }

    /// <summary>Where attendees and peers reach it; no closing slash.</summary>
    public string Url => PublicUrl ?? (Ip.Contains(':', StringComparison.Ordinal) ? $"http://[{Ip}]:{Port}" : $"http://{Ip}:{Port}");
}
