namespace MeetingCloud.Contracts;

/// <summary>The origin pool at this moment: what all instances do with it, and the state of each server where it is worst.</summary>
/// <param name="Servers">In the order of their configuration; empty where the origin is the control plane's own disk.</param>
/// <param name="TotalConcurrent">Requests under way at all servers.</param>
/// <param name="TotalMaxConcurrent">Requests at a time that all servers in service take together.</param>
/// <param name="Strategy">One of <c>hash</c>, <c>round-robin</c>, <c>least-busy</c>; null without servers.</param>
/// <param name="Replicas">Copies that each file should have.</param>
public sealed record WebdavStatus(
    IReadOnlyList<WebdavServerStatus> Servers,
    int TotalConcurrent,
    int TotalMaxConcurrent,
    string? Strategy,
    int Replicas);

/// <summary>A server of the pool.</summary>
/// <param name="Enabled">Whether it takes new files.</param>
/// <param name="Healthy">Whether requests are sent to it.</param>
/// <param name="State">One of <c>healthy</c>, <c>slow</c>, <c>full</c>, <c>paused</c>.</param>
/// <param name="Failure">What it is full or paused for, such as <c>throttled</c> or <c>credentials</c>.</param>
/// <param name="Reason">The same in words, as the server's last error said.</param>
/// <param name="Since">Since when it is in this state.</param>
/// <param name="RetryAt">When it will be probed.</param>
/// <param name="Concurrent">Requests under way, of all instances.</param>
/// <param name="Waiting">Requests that wait for their turn, of all instances.</param>
/// <param name="Usage">Share of <paramref name="MaxConcurrent"/> in use, such as <c>60%</c>.</param>
/// <param name="Latency">Milliseconds to an answer, a running mean; null before the first.</param>
/// <param name="Storage">Room as the server says; null where it does not say.</param>
/// <param name="Budget">Requests of its budget that are spent; null where it has none.</param>
public sealed record WebdavServerStatus(
    string Id,
    string Url,
    string Username,
    string? Description,
    bool Enabled,
    bool Healthy,
    string State,
    string? Failure,
    string? Reason,
    DateTimeOffset Since,
    DateTimeOffset? RetryAt,
    DateTimeOffset? LastSuccess,
    int Concurrent,
    int MaxConcurrent,
    int Waiting,
    string Usage,
    double? Latency,
    int Priority,
    WebdavStorage? Storage,
    WebdavBudget? Budget);

/// <summary>Room on a server.</summary>
/// <param name="Used">For people, such as <c>2.5 GB</c>.</param>
/// <param name="Total">For people; null where the server has no quota or does not say.</param>
/// <param name="Percentage">Of the total, 0 to 100.</param>
/// <param name="UsedBytes">Bytes.</param>
/// <param name="TotalBytes">Bytes.</param>
public sealed record WebdavStorage(string? Used, string? Total, int? Percentage, long? UsedBytes, long? TotalBytes);

/// <summary>A budget of requests in a window of time.</summary>
/// <param name="Used">Requests within the last window, of all instances.</param>
/// <param name="Limit">Requests that the server allows, from all instances together.</param>
/// <param name="WindowSeconds">Length of the window.</param>
public sealed record WebdavBudget(int Used, int Limit, double WindowSeconds);

/// <summary>Body of <c>POST /api/admin/webdav/servers/{id}/toggle</c>.</summary>
/// <param name="Enabled">What it shall be; absent to turn it round.</param>
public sealed record ToggleServerRequest(bool? Enabled);
