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
        album.TrackCount == 1 ? L["1 track"].Value : L["{0} tracks", Text.Count(album.TrackCount)].Value,
    }.Where(part => !string.IsNullOrEmpty(part)));

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
            L["{0} albums with {1} tracks go with it, and all their pictures and audio. This cannot be undone.", contents.Albums.Count, contents.Albums.Sum(album => album.TrackCount)]))
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
