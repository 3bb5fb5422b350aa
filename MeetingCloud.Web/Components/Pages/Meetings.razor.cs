using System.Globalization;
using MeetingCloud.Contracts;
using MeetingCloud.Web.ControlPlane;
using MeetingCloud.Web.Monitoring;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Pages;

/// <summary>All meetings, page by page. What is searched for stands in the address, so that reload and back work.</summary>
public sealed partial class Meetings
{
    private const int PageSize = 50;
    private const string DefaultSort = "-time";
    private static readonly string[] s_sorts = [DefaultSort, "time", "title", "-title", "updated_at", "-updated_at"];

    private LiveView<Tagged<Page<MeetingSummary>>> _view = LiveView<Tagged<Page<MeetingSummary>>>.Empty;
    private LiveView<ClusterSnapshot> _cluster = LiveView<ClusterSnapshot>.Empty;

    [SupplyParameterFromQuery(Name = "q")]
    private string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "status")]
    private string? StatusName { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    private string? SortName { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private string? PageText { get; set; }

    [Inject]
    private DeskMonitor Desk { get; set; } = null!;

    [Inject]
    private ClusterMonitor Monitor { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private MeetingStatus? Status => StatusName switch
    {
        "draft" => MeetingStatus.Draft,
        "active" => MeetingStatus.Active,
        "closed" => MeetingStatus.Closed,
        _ => null,
    };

    private string StatusText => Status?.ToString().ToLowerInvariant() ?? "";

    private string SortText => s_sorts.Contains(SortName) ? SortName! : DefaultSort;

    private bool IsFiltered => Status is not null || !string.IsNullOrWhiteSpace(Search);

    private TimeSpan? Age => _view.Value is null ? null : Clock.GetUtcNow() - _view.TakenAt;

    protected override async Task OnInitializedAsync()
    {
        Follow(Monitor.Cluster, () => _cluster = Monitor.Cluster.Current);
        await FindZoneAsync();
    }

    protected override async Task OnParametersSetAsync()
    {
        var number = int.TryParse(PageText, NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and < 1_000_000 ? page : 1;
        var query = new MeetingQuery(string.IsNullOrWhiteSpace(Search) ? null : Search.Trim(), Status, SortText, number, PageSize);
        var cluster = Monitor.Cluster.GetAsync(Left);
        await TurnToAsync(Desk.Lists[query], view => _view = view);
        _cluster = await cluster;
    }

    private string Files(int count) => count switch
    {
        0 => L["no files"],
        1 => L["1 file"],
        _ => L["{0} files", Text.Count(count)],
    };

    private string NodesOf(MeetingSummary meeting)
    {
        if (meeting.Status != MeetingStatus.Active || _cluster.Value is not { } snapshot)
        {
            return "";
        }

        var readiness = snapshot.ReadinessOf(meeting);
        return readiness.Expected switch
        {
            0 => L["No node is active"],
            1 => L["{0} of 1 node ready", readiness.Ready],
            var expected => L["{0} of {1} nodes ready", readiness.Ready, expected],
        };
    }

    private void SearchFor(string text) => Go(Address(text, StatusText, SortText, 1), replace: true);

    private void Filter(ChangeEventArgs e) => Go(Address(Search, e.Value?.ToString() ?? "", SortText, 1), replace: false);

    private void Sort(ChangeEventArgs e) => Go(Address(Search, StatusText, e.Value?.ToString() ?? "", 1), replace: false);

    private void Go(string address, bool replace) => Navigation.NavigateTo(address, new NavigationOptions { ReplaceHistoryEntry = replace });

    private static string Address(string? search, string status, string sort, int page)
    {
        var parts = new List<string>(4);
        if (!string.IsNullOrWhiteSpace(search))
        {
            parts.Add("q=" + Uri.EscapeDataString(search.Trim()));
        }

        if (status.Length > 0)
        {
            parts.Add("status=" + status);
        }

        if (sort != DefaultSort)
        {
            parts.Add("sort=" + Uri.EscapeDataString(sort));
        }

        if (page > 1)
        {
            parts.Add(FormattableString.Invariant($"page={page}"));
        }

        return parts.Count == 0 ? "meetings" : "meetings?" + string.Join('&', parts);
    }
}
