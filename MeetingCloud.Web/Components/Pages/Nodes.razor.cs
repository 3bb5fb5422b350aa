using MeetingCloud.Contracts;
using MeetingCloud.Web.Monitoring;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Pages;

/// <summary>All nodes as they are now, as cards or in a table.</summary>
public sealed partial class Nodes
{
    private const int PageSize = 24;

    private LiveView<ClusterSnapshot> _cluster = LiveView<ClusterSnapshot>.Empty;
    private string _search = "";
    private int _page;

    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    [SupplyParameterFromQuery(Name = "view")]
    public string? View { get; set; }

    [Inject]
    private ClusterMonitor Monitor { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private bool IsTable => View == "table";

    private NodeState? Wanted => Enum.TryParse<NodeState>(State, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null;

    private IEnumerable<(string? State, string Label)> States =>
    [
        (null, L["All"]),
        ("active", Words.State(NodeState.Active)),
        ("maintenance", Words.State(NodeState.Maintenance)),
        ("lost", Words.State(NodeState.Lost)),
    ];

    private TimeSpan? Age => _cluster.Value is null ? null : Clock.GetUtcNow() - _cluster.TakenAt;

    protected override async Task OnInitializedAsync()
    {
        _cluster = await Monitor.Cluster.GetAsync(Left);
        Follow(Monitor.Cluster, () => _cluster = Monitor.Cluster.Current);
    }

    protected override void OnParametersSet() => _page = 0;

    private string Link(string name, string? value) => Navigation.GetUriWithQueryParameter(name, value);
}
