using System.Globalization;
using MeetingCloud.Contracts;
using MeetingCloud.Web.Components.Shelves;
using MeetingCloud.Web.Monitoring;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Pages;

/// <summary>The series of the media library.</summary>
public sealed partial class Library
{
    private const int PageSize = 60;

    private LiveView<Page<Series>> _view = LiveView<Page<Series>>.Empty;

    [SupplyParameterFromQuery(Name = "q")]
    private string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private string? PageText { get; set; }

    [Inject]
    private DeskMonitor Desk { get; set; } = null!;

    [Inject]
    private ShelfEditor Editor { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private TimeSpan? Age => _view.Value is null ? null : Clock.GetUtcNow() - _view.TakenAt;

    protected override Task OnParametersSetAsync()
    {
        var number = int.TryParse(PageText, NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and < 1_000_000 ? page : 1;
        var query = new ShelfQuery(string.IsNullOrWhiteSpace(Search) ? null : Search.Trim(), number, PageSize);
        return TurnToAsync(Desk.Shelf[query], view => _view = view);
    }

    private async Task AddAsync()
    {
        if (await Editor.EditAsync(L["New series"], series: null))
        {
            Refresh();
        }
    }

    private void SearchFor(string text) => Navigation.NavigateTo(Address(text, 1), new NavigationOptions { ReplaceHistoryEntry = true });

    private static string Address(string? search, int page)
    {
        var q = string.IsNullOrWhiteSpace(search) ? null : "q=" + Uri.EscapeDataString(search.Trim());
        var number = page > 1 ? FormattableString.Invariant($"page={page}") : null;
        var query = string.Join('&', new[] { q, number }.OfType<string>());
        return query.Length == 0 ? "library" : "library?" + query;
    }
}
