using System.Globalization;
using MeetingCloud.Contracts;
using MeetingCloud.Web.Monitoring;
using MeetingCloud.Web.Monitoring.Charts;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Pages;

/// <summary>The origin pool: load, health, room, copies, migrations.</summary>
public sealed partial class Origin
{
    private LiveView<WebdavStatus> _status = LiveView<WebdavStatus>.Empty;
    private LiveView<PoolStats> _stats = LiveView<PoolStats>.Empty;
    private LiveView<MigrationsSnapshot> _migrations = LiveView<MigrationsSnapshot>.Empty;
    private ClusterHistory? _history;
    private IReadOnlyList<ChartSeries> _inFlight = [];
    private IReadOnlyList<ChartSeries> _latency = [];
    private IReadOnlyList<ChartSeries> _traffic = [];
    private IReadOnlyList<ChartSeries> _requests = [];

    [Inject]
    private PoolMonitor Pool { get; set; } = null!;

    [Inject]
    private ControlPlaneMonitor ControlPlane { get; set; } = null!;

    private TimeSpan? Age => _status.Value is null ? null : Clock.GetUtcNow() - _status.TakenAt;

    private double Total => _status.Value is { TotalMaxConcurrent: > 0 } pool ? (double)pool.TotalConcurrent / pool.TotalMaxConcurrent : 0;

    private IReadOnlyList<string> ServerIds => [.. (_status.Value?.Servers ?? []).Select(server => server.Id)];

    protected override async Task OnInitializedAsync()
    {
        await Task.WhenAll(
            Pool.Status.GetAsync(Left), Pool.Stats.GetAsync(Left), Pool.Migrations.GetAsync(Left), ControlPlane.History.GetAsync(Left));
        (_status, _stats, _migrations) = (Pool.Status.Current, Pool.Stats.Current, Pool.Migrations.Current);
        ShowHistory();
        Follow(Pool.Status, () => _status = Pool.Status.Current);
        Follow(Pool.Stats, () => _stats = Pool.Stats.Current);
        Follow(Pool.Migrations, () => _migrations = Pool.Migrations.Current);
        Follow(ControlPlane.History, ShowHistory);
        await FindZoneAsync();
    }

    private void ShowHistory()
    {
        if (ControlPlane.History.Current.Value is not { } history || ReferenceEquals(history, _history))
        {
            return;
        }

        _history = history;
        _inFlight = HistoryCharts.InFlight(history, count => L["{0} other servers", count]);
        _latency = HistoryCharts.Latency(history);
        _traffic = HistoryCharts.PoolTraffic(history, L["Fetched"], L["Sent there"]);
        _requests = HistoryCharts.PoolRequests(history, L["Requests"], L["Errors"]);
    }

    private string Strategy(string? name) => name switch
    {
        "hash" => L["By hash of the file"],
        "round-robin" => L["In turn"],
        "least-busy" => L["Least busy first"],
        _ => name ?? "–",
    };

    private string Whole(double value) => Text.Count((long)Math.Round(value));

    private string Milliseconds(double value) => L["{0} ms", Number(value)];

    private static string Number(double value) => value.ToString(value < 10 ? "0.#" : "N0", CultureInfo.InvariantCulture);
}
