using MeetingCloud.Contracts;
using MeetingCloud.Web.Components.Controls;
using MeetingCloud.Web.Components.Dialogs;
using MeetingCloud.Web.ControlPlane;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace MeetingCloud.Web.Components.Desk;

/// <summary>A meeting's files, thousands of them as well: found, opened, renamed, put to agenda items and deleted, one or many at once.</summary>
public sealed partial class FilesPanel : IDisposable
{
    // Of a batch, that a page shows itself after.
    private const int Step = 10;

    private readonly CancellationTokenSource _left = new();
    private readonly HashSet<string> _chosen = new(StringComparer.Ordinal);
    // What is being uploaded to an item goes on while another one is looked at.
    private readonly List<UploadPlace> _uploaders = [new(FileListing.NoItem)];
    private List<FileLine> _lines = [];
    private Meeting? _listed;
    private string? _place;
    private string _search = "";
    private string _target = FileListing.NoItem;
    private string? _progress;
    private string? _fault;
    private int _shown;
    private bool _isBusy;

    [Parameter, EditorRequired]
    public Meeting Meeting { get; set; } = null!;

    /// <summary>Raised when something was stored.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    /// <summary>Whether files are under way, or paused there.</summary>
    internal bool IsSending => _uploaders.Exists(place => place.Uploader?.IsBusy == true);

    [Inject]
    private IMeetingsClient Client { get; set; } = null!;

    [Inject]
    private IUploadsClient Uploads { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private CallFaults Faults { get; set; } = null!;

    private string Summary => _shown == 1
        ? L["1 file"]
        : L["{0} files, {1}", Text.Count(_shown), Text.Bytes(_lines.Where(line => line.Kind == FileLineKind.File).Sum(line => line.Bytes))];

    // Not disposed of as well: what still runs asks for its token, and without a timer it holds nothing.
    public void Dispose() => _left.Cancel();

    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(_listed, Meeting))
        {
            if (_place is not null && _place != FileListing.NoItem && Meeting.AgendaItems.All(item => item.Id != _place))
            {
                _place = null;
            }

            if (_target != FileListing.NoItem && Meeting.AgendaItems.All(item => item.Id != _target))
            {
                _target = FileListing.NoItem;
            }

            List();
        }
    }

    private void List()
    {
        _listed = Meeting;
        _lines = FileListing.Of(Meeting, _place, _search, L["Not on the agenda"]);
        var shown = _lines.Where(line => line.Kind == FileLineKind.File).Select(line => line.Files[0].Path).ToHashSet(StringComparer.Ordinal);
        _shown = shown.Count;
        _chosen.IntersectWith(shown);
    }

    private IEnumerable<(string? Id, string Title, int Count)> Places()
    {
        var counts = Meeting.Files.CountBy(file => file.AgendaItemId ?? FileListing.NoItem).ToDictionary(StringComparer.Ordinal);
        yield return (null, L["All files"], Meeting.Files.Count);
        foreach (var item in Meeting.AgendaItems.OrderBy(item => item.Position))
        {
            yield return (item.Id, item.Title, counts.GetValueOrDefault(item.Id));
        }

        yield return (FileListing.NoItem, L["Not on the agenda"], counts.GetValueOrDefault(FileListing.NoItem));
    }

    private void Go(string? place)
    {
        // Somebody may have deleted it while it was being picked.
        var item = Meeting.AgendaItems.FirstOrDefault(item => item.Id == place);
        _place = item is not null || place == FileListing.NoItem ? place : null;
        if (item is not null && _uploaders.TrueForAll(uploader => uploader.Id != item.Id))
        {
            _uploaders.Add(new(item.Id));
        }

        List();
    }

    private void Search(string text)
    {
        _search = text;
        List();
    }

    private void Choose(FileLine line, bool isChosen)
    {
        if (isChosen)
        {
            _chosen.UnionWith(line.Files.Select(file => file.Path));
        }
        else
        {
            _chosen.ExceptWith(line.Files.Select(file => file.Path));
        }
    }

    private void ChooseAll(bool isChosen)
    {
        foreach (var line in _lines)
        {
            Choose(line, isChosen);
        }
    }

    private Task<UploadTicket> TicketAsync() => Uploads.CreateTicketAsync(Meeting.Id, _left.Token);

    private Task DroppedAsync(Dropped dropped)
    {
        var place = dropped.Onto["place ".Length..];
        // Who drags one of the chosen drags them all.
        return MoveAsync(place, _chosen.Contains(dropped.What) ? [.. _chosen] : [dropped.What]);
    }

    private Task MoveAsync(string place, IReadOnlyList<string> paths)
    {
        var item = place == FileListing.NoItem ? null : place;
        var moving = Meeting.Files.Where(file => file.AgendaItemId != item).Select(file => file.Path).Intersect(paths, StringComparer.Ordinal).ToList();
        return EachAsync(
            moving,
            path => Client.ChangeFileAsync(Meeting.Id, path, new FileChangeRequest(new OptionalText(item)), _left.Token),
            (done, all) => L["Moving: {0} of {1}", Text.Count(done), Text.Count(all)],
            (missing, all, why) => L["{0} of {1} files were not moved. {2}", Text.Count(missing), Text.Count(all), why]);
    }

    private async Task DeleteAsync(IReadOnlyList<string> paths)
    {
        var isOne = paths.Count == 1;
        if (await Dialogs.ConfirmAsync(
            isOne ? L["Delete this file?"] : L["Delete {0} files?", Text.Count(paths.Count)],
            isOne ? paths[0] : string.Join('\n', paths.Take(5)) + (paths.Count > 5 ? "\n…" : ""),
            isOne ? L["Delete file"] : L["Delete {0} files", Text.Count(paths.Count)],
            L["Attendees no longer get it. This cannot be undone."]))
        {
            await EachAsync(
                paths,
                path => Client.DeleteFileAsync(Meeting.Id, path, _left.Token),
                (done, all) => L["Deleting: {0} of {1}", Text.Count(done), Text.Count(all)],
                (missing, all, why) => L["{0} of {1} files were not deleted. {2}", Text.Count(missing), Text.Count(all), why]);
        }
    }

    private async Task RenameAsync(MeetingFile file)
    {
        var renamed = await Dialogs.OpenAsync<RenameDialog>(
            L["Rename or move"],
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(RenameDialog.MeetingId)] = Meeting.Id,
                [nameof(RenameDialog.File)] = file,
            },
            DialogExtensions.Small());
        if (renamed is true)
        {
            await Changed.InvokeAsync();
        }
    }

    private async Task EachAsync(
        IReadOnlyList<string> paths, Func<string, Task> change, Func<int, int, string> progress, Func<int, int, string, string> failed)
    {
        if (_isBusy || paths.Count == 0)
        {
            return;
        }

        _isBusy = true;
        _fault = null;
        var missing = 0;
        string? why = null;
        for (var i = 0; i < paths.Count && !_left.IsCancellationRequested; i++)
        {
            if (i % Step == 0 && paths.Count > Step)
            {
                _progress = progress(i, paths.Count);
                StateHasChanged();
            }

            try
            {
                await change(paths[i]);
                _chosen.Remove(paths[i]);
            }
            catch (ControlPlaneException e) when (e.StatusCode == System.Net.HttpStatusCode.NotFound)
            {
                // Somebody else has deleted it.
                _chosen.Remove(paths[i]);
            }
            catch (Exception e) when (CallFaults.IsFault(e))
            {
                missing++;
                why = Faults.Explain(e);
                if (e is not ControlPlaneException)
                {
                    // Away: the others would not do better.
                    missing = paths.Count - i;
                    break;
                }
            }
        }

        _isBusy = false;
        _progress = null;
        _fault = why is null ? null : failed(missing, paths.Count, why);
        await Changed.InvokeAsync();
    }

    private sealed class UploadPlace(string id)
    {
        public string Id => id;

        public Uploader? Uploader { get; set; }
    }
}
