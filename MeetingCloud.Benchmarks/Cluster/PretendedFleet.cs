using System.Globalization;
using MeetingCloud.Contracts;

namespace MeetingCloud.Benchmarks.Cluster;

/// <summary>Many nodes that only report: registered, each holding some meetings, with heartbeats until the end.</summary>
internal sealed class PretendedFleet : IAsyncDisposable
{
    private const int MeetingsEach = 10;
    private const long Capacity = 1_000_000_000_000;
    // A node is lost after 60 s of silence.
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(15);

    private readonly HttpClient _client;
    private readonly HeldMeeting[] _meetings;
    private readonly string[] _ids;
    private readonly CancellationTokenSource _stop = new();
    private Task _beating = Task.CompletedTask;

    private PretendedFleet(HttpClient client, int count, IEnumerable<Meeting> meetings)
    {
        _client = client;
        _meetings = [.. meetings.Select(meeting => new HeldMeeting(meeting.Id, meeting.Version))];
        _ids = [.. Enumerable.Range(1, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{ResourceNames.NodePrefix}{i}"))];
    }

    public IReadOnlyList<string> Ids => _ids;

    /// <param name="client">With the node key; disposed of with the fleet.</param>
    /// <param name="meetings">Dealt out to the nodes in turn.</param>
    public static async Task<PretendedFleet> StartAsync(
        HttpClient client, int count, IEnumerable<Meeting> meetings, CancellationToken cancellationToken)
    {
        var fleet = new PretendedFleet(client, count, meetings);
        for (var i = 0; i < count; i++)
        {
            using var registration = ControlPlane.Json(new RegisterNodeRequest(fleet._ids[i], "127.0.0.1", 9000 + i, null, Capacity, Used(i)));
            using var registered = await client.PostAsync(Routes.RegisterNode, registration, cancellationToken);
            await ControlPlane.ReadAsync<RegisterNodeResponse>(registered, cancellationToken);
            await fleet.BeatAsync(i, cancellationToken);
        }

        fleet._beating = fleet.BeatOnAsync();
        return fleet;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _client.Dispose();
        _stop.Dispose();
    }

    private static long Used(int node) => (long)(Capacity * (0.1 + (0.4 * new Random(node).NextDouble())));

    // One after another over the whole interval, as among nodes that started whenever they did.
    private async Task BeatOnAsync()
    {
        using var timer = new PeriodicTimer(s_interval / _ids.Length);
        for (var i = 0; await timer.WaitForNextTickAsync(_stop.Token); i = (i + 1) % _ids.Length)
        {
            await BeatAsync(i, _stop.Token);
        }
    }

    private async Task BeatAsync(int node, CancellationToken cancellationToken)
    {
        var held = Enumerable.Range(0, Math.Min(MeetingsEach, _meetings.Length)).Select(i => _meetings[((node * MeetingsEach) + i) % _meetings.Length]);
        using var heartbeat = ControlPlane.Json(new HeartbeatRequest(
            Health: 0.95, NodeState.Active, Used(node), ActiveDownloads: node % 7, BytesPerSecond: node % 7 * 1e6, [.. held]));
        using var beaten = await _client.PostAsync(Routes.Heartbeat(_ids[node]), heartbeat, cancellationToken);
        await ControlPlane.ReadAsync<HeartbeatResponse>(beaten, cancellationToken);
    }
}
