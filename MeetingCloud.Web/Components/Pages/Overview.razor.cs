using MeetingCloud.Web.Monitoring;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Pages;

/// <summary>Nodes, active meetings, and who serves what, as it is now.</summary>
public sealed partial class Overview
{
    private LiveView<ClusterSnapshot> _view = LiveView<ClusterSnapshot>.Empty;
    private IReadOnlyList<MeetingReadiness> _meetings = [];

    [Inject]
    private ClusterMonitor Monitor { get; set; } = null!;

    private bool IsOld => _view.Fault is not null;

    private TimeSpan? Age => _view.Value is null ? null : Clock.GetUtcNow() - _view.TakenAt;

    protected override async Task OnInitializedAsync()
    {
        Show(await Monitor.Cluster.GetAsync(Left));
        Follow(Monitor.Cluster, () => Show(Monitor.Cluster.Current));
    }

    private void Show(LiveView<ClusterSnapshot> view)
    {
        if (view.Value is { } snapshot && !ReferenceEquals(snapshot, _view.Value))
        {
            _meetings = MeetingReadiness.Of(snapshot);
        }

        _view = view;
    }
}
