namespace MeetingCloud.Contracts;

/// <summary>
/// Answer of <c>GET /api/admin/history</c>: the last hour as the instance that answers saw it. Every list runs parallel to
/// <paramref name="Times"/>; null stands where there was no sample.
/// </summary>
/// <param name="TakenAt">When this was answered.</param>
/// <param name="IntervalSeconds">Time between two samples.</param>
/// <param name="Times">Of the samples, oldest first; the last one is the <c>since</c> of the next request.</param>
/// <param name="Nodes">By id; only nodes that were there at some of these times.</param>
/// <param name="Servers">Of the origin pool, by id; empty where there is none.</param>
public sealed record ClusterHistory(
    DateTimeOffset TakenAt,
    double IntervalSeconds,
    IReadOnlyList<DateTimeOffset> Times,
    IReadOnlyList<NodeHistory> Nodes,
    NodeCountHistory Cluster,
    IReadOnlyList<ServerHistory> Servers);

/// <summary>A node's load as its last heartbeat before each time told; null while it was lost or unknown.</summary>
public sealed record NodeHistory(string Id, IReadOnlyList<int?> ActiveDownloads, IReadOnlyList<double?> BytesPerSecond);

/// <summary>How many nodes took downloads, and how many were known, lost ones included.</summary>
public sealed record NodeCountHistory(IReadOnlyList<int> ActiveNodes, IReadOnlyList<int> KnownNodes);

/// <summary>A server of the origin pool.</summary>
/// <param name="InFlight">Requests under way.</param>
/// <param name="Queued">Requests that waited for their turn.</param>
/// <param name="Requests">Requests since the sample before.</param>
/// <param name="Errors">Failed requests since the sample before.</param>
/// <param name="BytesRead">Bytes downloaded since the sample before.</param>
/// <param name="BytesWritten">Bytes uploaded since the sample before.</param>
/// <param name="LatencyMs">Milliseconds to an answer, a running mean; null before the first.</param>
public sealed record ServerHistory(
    string Id,
    IReadOnlyList<int?> InFlight,
    IReadOnlyList<int?> Queued,
    IReadOnlyList<long?> Requests,
    IReadOnlyList<long?> Errors,
    IReadOnlyList<long?> BytesRead,
    IReadOnlyList<long?> BytesWritten,
    IReadOnlyList<double?> LatencyMs);
