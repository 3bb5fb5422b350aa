using MeetingCloud.Contracts;
using MeetingCloud.Web.Monitoring;
using MeetingCloud.Web.Monitoring.Charts;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Controls;

/// <summary>One node: now, in the last hour, what it holds, and what befell it.</summary>
public sealed partial class NodeView
{
    private LiveView<ClusterSnapshot> _cluster = LiveView<ClusterSnapshot>.Empty;
    private LiveView<Page<NodeEvent>> _events = LiveView<Page<NodeEvent>>.Empty;
    private ClusterHistory? _history;
    private IReadOnlyList<ChartSeries> _downloads = [];
    private IReadOnlyList<ChartSeries> _rate = [];

    /// <summary>Stays the same: another node is another view.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    [Inject]
    private ClusterMonitor Monitor { get; set; } = null!;

    [Inject]
    private ControlPlaneMonitor ControlPlane { get; set; } = null!;

    private NodeInfo? Node => _cluster.Value?.Find(Id);

    private IReadOnlyList<NodeEvent> Events => _events.Value?.Items ?? [];

    private TimeSpan? Age => _cluster.Value is null ? null : Clock.GetUtcNow() - _cluster.TakenAt;

    protected override async Task OnInitializedAsync()
    {
        var events = ControlPlane.EventsOf(Id);
        await Task.WhenAll(Monitor.Cluster.GetAsync(Left), events.GetAsync(Left), ControlPlane.History.GetAsync(Left));
        (_cluster, _events) = (Monitor.Cluster.Current, events.Current);
        ShowHistory();
        Follow(Monitor.Cluster, () => ShowCluster(events));
        Follow(events, () => _events = events.Current);
        Follow(ControlPlane.History, ShowHistory);
        await FindZoneAsync();
    }

    private void ShowCluster(LiveSource<Page<NodeEvent>> events)
    {
        var before = Node?.Status;
        _cluster = Monitor.Cluster.Current;
        if (Node?.Status != before)
        {
            events.Refresh();
        }
    }

    private void ShowHistory()
    {
        if (ControlPlane.History.Current.Value is not { } history || ReferenceEquals(history, _history))
        {
            return;
        }

        _history = history;
        if (HistoryCharts.Node(history, Id, L["Downloads"], L["Sending"]) is var (downloads, rate))
        {
            (_downloads, _rate) = ([downloads], [rate]);
        }
    }

    private string Whole(double value) => Text.Count((long)Math.Round(value));
}
