using MeetingCloud.Contracts;
using MeetingCloud.Node.Eviction;
using MeetingCloud.Node.Registration;
using MeetingCloud.Node.Sync;
using MeetingCloud.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MeetingCloud.Node.Serving;

/// <summary>What the node holds and how it is, for those with the node key.</summary>
internal static class StatusApi
{
    public static void MapStatus(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").RequireNodeKey();
        group.MapGet(Routes.NodeStatus, GetNode);
        group.MapGet(Routes.NodeMeetings + "/{id}/status", GetMeeting);
    }

    private static JsonHttpResult<NodeMeetingStatus> GetMeeting(string id, MeetingCatalog catalog)
    {
        var entry = catalog.Find(id);
        return TypedResults.Json(
            entry?.Ready is { } ready
                ? new NodeMeetingStatus(
                    Exists: true, Outdated: entry.IsDamaged || entry.KnownVersion > entry.ReadyVersion, ready.Length, entry.ReadyVersion)
                : new NodeMeetingStatus(Exists: false, Outdated: entry is not null, Size: 0, Version: 0),
            ContractJson.Default.NodeMeetingStatus);
    }

    private static JsonHttpResult<NodeStatus> GetNode(
        NodeIdentity identity,
        HeartbeatWorker heartbeat,
        NodeHealth health,
        StorageBudget budget,
        MeetingCatalog catalog,
        DownloadMeter downloads,
        NodeLifetime lifetime)
    {
        var sample = health.Sample();
        var capacity = budget.Capacity;
        var used = budget.Used;
        return TypedResults.Json(
            new NodeStatus(
                identity.Id,
                identity.Ip,
                identity.Port,
                heartbeat.Status,
                Math.Round(sample.Health, 3),
                new NodeStorageStatus(capacity, used, budget.Free, capacity > 0 ? Math.Round(100.0 * used / capacity, 2) : 0),
                new NodeMeetingCount(catalog.Entries.Count(entry => entry.Ready is not null)),
                new NodeSystemStatus(Math.Round(sample.CpuPercent, 1), Math.Round(sample.MemoryPercent, 1)),
                new NodeDownloadStatus(downloads.Active, downloads.Total, downloads.BytesSent),
                Math.Round(lifetime.Uptime.TotalSeconds, 1)),
            ContractJson.Default.NodeStatus);
    }
}
