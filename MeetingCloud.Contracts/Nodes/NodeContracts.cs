using System.Text.Json.Serialization;

namespace MeetingCloud.Contracts;

/// <summary>Body of <c>POST /api/v1/nodes/register</c>.</summary>
/// <param name="Id">Absent: the control plane gives one.</param>
/// <param name="Ip">The address that attendees and peers reach, an IPv4 or IPv6 literal.</param>
/// <param name="Port">1 to 65,535.</param>
/// <param name="PublicUrl">
/// Where attendees reach the node when <c>http://ip:port</c> is not it (a proxy, TLS, a port mapping). 2,048 characters at most.
/// </param>
/// <param name="StorageCapacity">Bytes that the node may use.</param>
/// <param name="StorageUsed">Bytes that it uses.</param>
/// <param name="Networks">
/// The networks of the site that it serves, in CIDR notation; nodes with the same networks are one site. Absent or empty: none in
/// particular.
/// </param>
public sealed record RegisterNodeRequest(
    string? Id,
    string? Ip,
    int? Port,
    string? PublicUrl = null,
    long? StorageCapacity = null,
    long? StorageUsed = null,
    IReadOnlyList<string>? Networks = null);

/// <summary>Answer to a registration; <paramref name="Status"/> is <c>registered</c>.</summary>
public sealed record RegisterNodeResponse(string Id, string Status);

/// <summary>Body of <c>POST /api/v1/nodes/{id}/heartbeat</c>; an absent member leaves what was known.</summary>
/// <param name="Health">0 (unfit) to 1 (idle).</param>
/// <param name="ActiveDownloads">Attendee responses under way.</param>
/// <param name="BytesPerSecond">Sent to attendees since the last heartbeat, per second.</param>
/// <param name="Meetings">The versions that the node holds whole, <see cref="MostMeetings"/> at most.</param>
public sealed record HeartbeatRequest(
    double? Health,
    NodeState? Status = null,
    long? StorageUsed = null,
    int? ActiveDownloads = null,
    double? BytesPerSecond = null,
    IReadOnlyList<HeldMeeting>? Meetings = null)
{
    /// <summary>Far above the meetings that are active at one time: closed ones are not reported.</summary>
    public const int MostMeetings = 5000;
}

/// <summary>Answer to a heartbeat; <paramref name="Status"/> is <c>ok</c>.</summary>
public sealed record HeartbeatResponse(string Status);

/// <summary>A version of a meeting that a node holds whole.</summary>
public sealed record HeldMeeting(string Id, long Version);

/// <summary>Whether a node gets new downloads.</summary>
[JsonConverter(typeof(ContractEnumConverter<NodeState>))]
public enum NodeState
{
    [JsonStringEnumMemberName("active")] Active,

    /// <summary>Serves what runs and gets nothing new.</summary>
    [JsonStringEnumMemberName("maintenance")] Maintenance,

    /// <summary>No heartbeat within the timeout. Never sent by a node.</summary>
    [JsonStringEnumMemberName("lost")] Lost,
}

/// <summary>Body of <c>POST /api/v1/nodes/{id}/state</c>: <c>active</c> or <c>maintenance</c>.</summary>
public sealed record NodeStateRequest(NodeState? State);

/// <summary>Answer of <c>GET /api/v1/nodes</c>.</summary>
public sealed record NodeList(IReadOnlyList<NodeInfo> Nodes);

/// <summary>A node as the control plane knows it.</summary>
/// <param name="Networks">Those of the site that it serves; empty or absent: none in particular.</param>
public sealed record NodeInfo(
    string Id,
    string Ip,
    int Port,
    string? PublicUrl,
    NodeState Status,
    double Health,
    long StorageCapacity,
    long StorageUsed,
    int ActiveDownloads,
    double BytesPerSecond,
    DateTimeOffset LastHeartbeat,
    IReadOnlyList<HeldMeeting> Meetings,
    IReadOnlyList<string>? Networks = null);

/// <summary>Answer of <c>GET /api/v1/node/meetings/{id}/status</c> on a node.</summary>
/// <param name="Exists">Some version is held whole.</param>
/// <param name="Outdated">A newer version is known and not yet held whole.</param>
/// <param name="Size">Bytes of the package; 0 where nothing is held.</param>
/// <param name="Version">The version held; 0 where nothing is held.</param>
public sealed record NodeMeetingStatus(bool Exists, bool Outdated, long Size, long Version);

/// <summary>Answer of <c>GET /api/v1/node/status</c> on a node.</summary>
/// <param name="Uptime">Seconds since the process started.</param>
public sealed record NodeStatus(
    string Id,
    string Ip,
    int Port,
    NodeState Status,
    double Health,
    NodeStorageStatus Storage,
    NodeMeetingCount Meetings,
    NodeSystemStatus System,
    NodeDownloadStatus Downloads,
    double Uptime);

/// <summary>Bytes; <paramref name="PercentUsed"/> is 0 to 100.</summary>
public sealed record NodeStorageStatus(long Total, long Used, long Free, double PercentUsed);

public sealed record NodeMeetingCount(int Count);

/// <summary>Load of the machine, 0 to 100.</summary>
public sealed record NodeSystemStatus(double CpuPercent, double MemoryPercent);

/// <summary>Attendee responses: under way, finished or begun since the start, and bytes sent.</summary>
public sealed record NodeDownloadStatus(int Active, long Total, long BytesSent);
