using MeetingCloud.Web.Monitoring;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Pages;

/// <summary>Nodes, active meetings, and who serves what, as it is now.</summary>
public sealed partial class Overview : IDisposable
{
    private ClusterView _view = ClusterView.Empty;
    private IReadOnlyList<MeetingReadiness> _meetings = [];
    private DateTimeOffset _now;
    private IDisposable? _subscription;

    [Inject]
    private ClusterMonitor Monitor { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    private bool IsOld => _view.Fault is not null;

    public void Dispose() => _subscription?.Dispose();

    protected override async Task OnInitializedAsync()
    {
        Show(await Monitor.GetAsync(CancellationToken.None));

        // The first render, into the page's HTML, has nobody to tell about changes.
        if (RendererInfo.IsInteractive)
        {
            _subscription = Monitor.Subscribe(() => _ = InvokeAsync(() =>
            {
                Show(Monitor.Current);
                StateHasChanged();
            }));
        }
    }

    private void Show(ClusterView view)
    {
        if (view.Snapshot is { } snapshot && !ReferenceEquals(snapshot, _view.Snapshot))
        {
            _meetings = MeetingReadiness.Of(snapshot);
        }

        _view = view;
        _now = Clock.GetUtcNow();
    }
}
