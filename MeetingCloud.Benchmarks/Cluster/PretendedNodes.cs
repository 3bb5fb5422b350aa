using System.Globalization;
using MeetingCloud.Contracts;

namespace MeetingCloud.Benchmarks.Cluster;

/// <summary>Nodes as the control plane sees them, with registrations and heartbeats but no disk: enough to be chosen.</summary>
internal static class PretendedNodes
{
    /// <summary>
    /// Registers idle nodes that hold the meeting. As among real ones, health differs by a few hundredths and the share of storage in
    /// use by more.
    /// </summary>
    public static async Task RegisterAsync(HttpClient client, int count, Meeting meeting, CancellationToken cancellationToken)
    {
        const long capacity = 1_000_000_000_000;
        var random = new Random(1);
        for (var i = 1; i <= count; i++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{ResourceNames.NodePrefix}{i}");
            var used = (long)(capacity * (0.1 + (0.4 * random.NextDouble())));
            using var registration = ControlPlane.Json(new RegisterNodeRequest(id, "127.0.0.1", 9000 + i, null, capacity, used));
            using var registered = await client.PostAsync(Routes.RegisterNode, registration, cancellationToken);
            await ControlPlane.ReadAsync<RegisterNodeResponse>(registered, cancellationToken);

            using var heartbeat = ControlPlane.Json(new HeartbeatRequest(
                Health: 0.95 + (0.05 * random.NextDouble()), NodeState.Active, used, ActiveDownloads: 0, BytesPerSecond: 0, [new(meeting.Id, meeting.Version)]));
            using var beaten = await client.PostAsync(Routes.Heartbeat(id), heartbeat, cancellationToken);
            await ControlPlane.ReadAsync<HeartbeatResponse>(beaten, cancellationToken);
        }
    }
}
