using System.Globalization;
using MeetingCloud.Contracts;
using MeetingCloud.Web.Components.Dialogs;
using MeetingCloud.Web.Components.Shelves;
using MeetingCloud.Web.ControlPlane;
using MeetingCloud.Web.Monitoring;
using Microsoft.AspNetCore.Components;
using Radzen;
using ApiRoutes = MeetingCloud.Contracts.Routes;

namespace MeetingCloud.Web.Components.Pages;

/// <summary>An album, its tracks, and a player for them.</summary>
public sealed partial class AlbumPage
{
    // As many ids as an address may name.
    private const int MaxBatchArtwork = 100;

    private readonly HashSet<string> _chosen = new(StringComparer.Ordinal);
    private LiveView<AlbumContents> _view = LiveView<AlbumContents>.Empty;
    private SendButton? _batch;
    private string? _playing;
    private bool _unplayable;
    private int _plays;
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

    private static string About(Album album) =>
        string.Join(" · ", new[] { album.Artist, album.Year?.ToString(CultureInfo.InvariantCulture) }.Where(part => !string.IsNullOrEmpty(part)));

    protected override Task OnParametersSetAsync() => TurnToAsync(Desk.Albums[Id], Show);

    private void Show(LiveView<AlbumContents> view)
    {
        _view = view;
        if (view.Value is { } contents)
        {
            _chosen.IntersectWith(contents.Tracks.Select(track => track.Id));
        }
    }

    private void Choose(string id, bool isChosen)
    {
        if (isChosen)
        {
            _chosen.Add(id);
        }
        else
        {
            _chosen.Remove(id);
        }
    }

    private void ChooseAll(bool isChosen)
    {
        foreach (var track in _view.Value!.Tracks)
        {
            Choose(track.Id, isChosen);
        }
    }

    private void Play(string? id)
    {
        // A player that has failed does not try again: another one does.
        _plays += _unplayable || id != _playing ? 1 : 0;
        (_playing, _unplayable) = (id, false);
    }

    private void PlayNext() => Play(_view.Value!.Tracks
        .SkipWhile(track => track.Id != _playing)
        .Skip(1)
        .FirstOrDefault(track => track.Audio is not null)?.Id);

    private Task AddAsync() => SavedAsync(Editor.EditAsync(L["New track"], track: null, _view.Value!.Album.Id));

    private Task EditAsync() => SavedAsync(Editor.EditAsync(L["Edit album"], _view.Value!.Album, _view.Value.Series.Id));

    private Task EditTrackAsync(Track track) => SavedAsync(Editor.EditAsync(L["Edit track"], track, _view.Value!.Album.Id));

    private async Task SavedAsync(Task<bool> edit)
    {
        if (await edit)
        {
            Refresh();
        }
    }

    private async Task DeleteAsync()
    {
        var contents = _view.Value!;
        if (await Dialogs.ConfirmAsync(
            L["Delete this album?"],
            contents.Album.Title,
            L["Delete album"],
            L["Deleted with it: {0}, and all pictures and audio. This cannot be undone.", contents.Tracks.Count == 1 ? L["1 track"] : L["{0} tracks", Text.Count(contents.Tracks.Count)]])
            && await DeleteAsync(ApiRoutes.Albums, [contents.Album.Id]))
        {
            Sends.Forget();
            Navigation.NavigateTo($"library/series/{contents.Series.Id}");
        }
    }

    private async Task DeleteTracksAsync(IReadOnlyList<string> ids)
    {
        var titles = string.Join('\n', _view.Value!.Tracks.Where(track => ids.Contains(track.Id)).Select(track => track.Title).Take(5));
        if (await Dialogs.ConfirmAsync(
            ids.Count == 1 ? L["Delete this track?"] : L["Delete {0} tracks?", ids.Count],
            ids.Count > 5 ? titles + "\n…" : titles,
            L["Delete"],
            L["Their audio and pictures go with them. This cannot be undone."])
            && await DeleteAsync(ApiRoutes.Tracks, ids))
        {
            _chosen.ExceptWith(ids);
            Refresh();
        }
    }

    private async Task<bool> DeleteAsync(string collection, IReadOnlyList<string> ids)
    {
        try
        {
            _fault = null;
            await Client.DeleteAsync(collection, ids, Left);
            return true;
        }
        catch (Exception e) when (CallFaults.IsFault(e) && !Left.IsCancellationRequested)
        {
            _fault = L["Nothing was deleted."] + " " + Faults.Explain(e);
            return false;
        }
    }
}
