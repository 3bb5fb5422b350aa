using MeetingCloud.Contracts;
using MeetingCloud.Web.ControlPlane;
using MeetingCloud.Web.Monitoring;
using MeetingCloud.Web.Monitoring.Charts;
using MeetingCloud.Web.Monitoring.Findings;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Pages;

/// <summary>How everything is now, what is wrong, and how the last hour was.</summary>
public sealed partial class Overview
{
    private LiveView<ClusterSnapshot> _cluster = LiveView<ClusterSnapshot>.Empty;
    private LiveView<WebdavStatus> _pool = LiveView<WebdavStatus>.Empty;
    private LiveView<PoolStats> _stats = LiveView<PoolStats>.Empty;
    private LiveView<ControlPlaneHealth> _health = LiveView<ControlPlaneHealth>.Empty;
    private ClusterHistory? _history;
    private IReadOnlyList<Finding> _findings = [];
    private IReadOnlyList<ChartSeries> _downloads = [];
    private IReadOnlyList<ChartSeries> _rates = [];
    private IReadOnlyList<ChartSeries> _counts = [];
    private IReadOnlyList<ChartSeries> _origin = [];

    [Inject]
    private ClusterMonitor Monitor { get; set; } = null!;

    [Inject]
    private PoolMonitor Pool { get; set; } = null!;

    [Inject]
    private ControlPlaneMonitor ControlPlane { get; set; } = null!;

    private LiveFault? Fault => _cluster.Fault ?? _pool.Fault;

    private TimeSpan? Age => _cluster.Value is null ? null : Clock.GetUtcNow() - _cluster.TakenAt;

    protected override async Task OnInitializedAsync()
    {
        await Task.WhenAll(
            Monitor.Cluster.GetAsync(Left),
            Pool.Status.GetAsync(Left),
            Pool.Stats.GetAsync(Left),
            ControlPlane.Health.GetAsync(Left),
            ControlPlane.History.GetAsync(Left));
        Show();
        ShowHistory();
        Follow(Monitor.Cluster, Show);
        Follow(Pool.Status, Show);
        Follow(Pool.Stats, Show);
        Follow(ControlPlane.Health, Show);
        Follow(ControlPlane.History, ShowHistory);
        await FindZoneAsync();
    }

    private void Show()
    {
        (_cluster, _pool, _stats, _health) = (Monitor.Cluster.Current, Pool.Status.Current, Pool.Stats.Current, ControlPlane.Health.Current);
        _findings = Diagnosis.Of(_cluster.Value, _pool.Value, _stats.Value?.Value, _health.Value);
    }

    private void ShowHistory()
    {
        if (ControlPlane.History.Current.Value is not { } history || ReferenceEquals(history, _history))
        {
            return;
        }

        _history = history;
        _downloads = HistoryCharts.Downloads(history, OtherNodes);
        _rates = HistoryCharts.BytesPerSecond(history, OtherNodes);
        _counts = HistoryCharts.NodeCounts(history, L["Active"], L["Known"]);
        _origin = HistoryCharts.InFlight(history, count => L["{0} other servers", count]);
    }

    private string OtherNodes(int count) => L["{0} other nodes", count];

    private string Whole(double value) => Text.Count((long)Math.Round(value));
}
