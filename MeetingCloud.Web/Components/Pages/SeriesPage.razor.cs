using MeetingCloud.Contracts;
using MeetingCloud.Web.Components.Dialogs;
using MeetingCloud.Web.Components.Shelves;
using MeetingCloud.Web.ControlPlane;
using MeetingCloud.Web.Monitoring;
using Microsoft.AspNetCore.Components;
using Radzen;
using ApiRoutes = MeetingCloud.Contracts.Routes;

namespace MeetingCloud.Web.Components.Pages;

/// <summary>A series and its albums.</summary>
public sealed partial class SeriesPage
{
    private LiveView<SeriesContents> _view = LiveView<SeriesContents>.Empty;
    private string? _fault;

    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private DeskMonitor Desk { get; set; } = null!;

    [Inject]
    private IMediaClient Client { get; set; } = null!;

    [Inject]
    private ShelfEditor Editor { get; set; } = null!;

    [Inject]
    private SendsUnderWay Sends { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private CallFaults Faults { get; set; } = null!;

    private TimeSpan? Age => _view.Value is null ? null : Clock.GetUtcNow() - _view.TakenAt;

    protected override Task OnParametersSetAsync() => TurnToAsync(Desk.Series[Id], view => _view = view);

    private string About(Album album) => string.Join(" · ", new[]
    {
        album.Artist,
        album.Year?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Tracks(album.TrackCount),
    }.Where(part => !string.IsNullOrEmpty(part)));

    private string Albums(int count) => count == 1 ? L["1 album"] : L["{0} albums", Text.Count(count)];

    private string Tracks(int count) => count == 1 ? L["1 track"] : L["{0} tracks", Text.Count(count)];

    private async Task EditAsync()
    {
        if (await Editor.EditAsync(L["Edit series"], _view.Value!.Series))
        {
            Refresh();
        }
    }

    private async Task AddAsync()
    {
        if (await Editor.EditAsync(L["New album"], album: null, _view.Value!.Series.Id))
        {
            Refresh();
        }
    }

    private async Task DeleteAsync()
    {
        var contents = _view.Value!;
        if (!await Dialogs.ConfirmAsync(
            L["Delete this series?"],
            contents.Series.Title,
            L["Delete series"],
            L["Deleted with it: {0} with {1}, and all pictures and audio. This cannot be undone.", Albums(contents.Albums.Count), Tracks(contents.Albums.Sum(album => album.TrackCount))]))
        {
            return;
        }

        try
        {
            await Client.DeleteAsync(ApiRoutes.Series, [contents.Series.Id], Left);
            Sends.Forget();
            Navigation.NavigateTo("library");
        }
        catch (Exception e) when (CallFaults.IsFault(e) && !Left.IsCancellationRequested)
        {
            _fault = L["The series was not deleted."] + " " + Faults.Explain(e);
        }
    }
}
