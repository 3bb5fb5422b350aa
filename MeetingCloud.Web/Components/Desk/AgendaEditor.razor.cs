using MeetingCloud.Contracts;
using MeetingCloud.Web.Components.Controls;
using MeetingCloud.Web.Components.Dialogs;
using MeetingCloud.Web.ControlPlane;
using MeetingCloud.Web.Editing;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Radzen;

namespace MeetingCloud.Web.Components.Desk;

/// <summary>A meeting's agenda: items, their order and their times.</summary>
public sealed partial class AgendaEditor : IDisposable
{
    private readonly CancellationTokenSource _left = new();
    private List<AgendaItem> _items = [];
    private AgendaEdit _new = new(null, AgendaFields.Empty);
    private AgendaEdit? _editing;
    private Meeting? _before;
    private string? _fault;
    private string? _focus;
    private string _said = "";
    private bool _isBusy;

    [Parameter, EditorRequired]
    public Meeting Meeting { get; set; } = null!;

    [Parameter, EditorRequired]
    public TimeZoneInfo Zone { get; set; } = null!;

    /// <summary>Raised when something was stored.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    /// <summary>Whether something is typed that is not stored.</summary>
    internal bool IsDirty => _new.Draft.IsDirty || _editing?.Draft.IsDirty == true;

    [Inject]
    private IMeetingsClient Client { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    [Inject]
    private CallFaults Faults { get; set; } = null!;

    private bool IsEditedItemGone => _editing is not null && _items.All(item => item.Id != _editing.ItemId);

    // Not disposed of as well: what still runs asks for its token, and without a timer it holds nothing.
    public void Dispose() => _left.Cancel();

    protected override void OnParametersSet()
    {
        if (_isBusy || ReferenceEquals(Meeting, _before))
        {
            // What is known from before the last change here would put it back for a moment.
            return;
        }

        _items = [.. Meeting.AgendaItems.OrderBy(item => item.Position)];
        if (_editing is not null && _items.FirstOrDefault(item => item.Id == _editing.ItemId) is { } edited)
        {
            _editing.Draft.Take(AgendaFields.Of(edited, Meeting.Version));
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focus is { } id)
        {
            _focus = null;
            await using var browser = await Script.InvokeAsync<IJSObjectReference>("import", "./js/browser.js");
            await browser.InvokeVoidAsync("focus", id);
        }
    }

    private string About(AgendaItem item)
    {
        var files = Meeting.Files.Count(file => file.AgendaItemId == item.Id);
        return string.Join(" · ", new[]
        {
            item.Presenter,
            item.DurationMinutes is { } minutes ? L["{0} min", minutes].Value : null,
            files == 0 ? null : files == 1 ? L["1 file"].Value : L["{0} files", Text.Count(files)].Value,
        }.Where(part => !string.IsNullOrEmpty(part)));
    }

    private Task DroppedAsync(Dropped dropped)
    {
        var from = _items.FindIndex(item => item.Id == dropped.What);
        var onto = _items.FindIndex(item => item.Id == dropped.Onto);
        if (from < 0 || onto < 0)
        {
            return Task.CompletedTask;
        }

        var to = onto + (dropped.After ? 1 : 0);
        return PlaceAsync(from, to > from ? to - 1 : to);
    }

    private async Task MoveAsync(int index, int by)
    {
        var id = _items[index].Id;
        var to = index + by;
        await PlaceAsync(index, to);

        // The element was moved, and lost the focus; at either end the button that was pressed is off.
        var isUp = by < 0 ? to > 0 : to == _items.Count - 1;
        _focus = $"{(isUp ? "up" : "down")}-{id}";
    }

    private Task PlaceAsync(int from, int to)
    {
        if (from == to || _isBusy)
        {
            return Task.CompletedTask;
        }

        var before = _items;
        var after = before.ToList();
        var item = after[from];
        after.RemoveAt(from);
        after.Insert(to, item);
        return ChangeAsync(
            async () =>
            {
                _items = after;
                StateHasChanged();
                await Client.OrderAgendaAsync(Meeting.Id, after.ConvertAll(i => i.Id), _left.Token);
                _said = L["{0} is now item {1} of {2}.", item.Title, to + 1, after.Count];
            },
            e =>
            {
                _items = before;
                _fault = e is ControlPlaneException { Errors.Count: > 0 }
                    ? L["Somebody else has changed the agenda at the same time. Look at it as it is now, then move the item again."]
                    : Faults.Explain(e);
            });
    }

    private async Task EditAsync(string id)
    {
        if (_editing?.Draft.IsDirty == true
            && !await Dialogs.ConfirmAsync(L["Edit another item?"], L["What you have typed is not saved."], L["Discard changes"]))
        {
            return;
        }

        // Somebody else may have changed it, or deleted it, before the answer.
        if (_items.FirstOrDefault(item => item.Id == id) is { } item)
        {
            _editing = new AgendaEdit(item.Id, AgendaFields.Of(item, Meeting.Version));
            _focus = "edit-item-title";
        }
    }

    private void StopEditing() => _editing = null;

    // Another one may have been begun while it was stored.
    private void Leave(AgendaEdit edit) => _editing = _editing == edit ? null : _editing;

    private Task SaveAsync()
    {
        var edit = _editing!;
        var id = edit.ItemId!;
        edit.Fault = null;
        return ChangeAsync(
            async () =>
            {
                var position = _items.First(item => item.Id == id).Position;
                var result = await DraftSaver.SaveAsync(
                    edit.Draft,
                    async (texts, version) =>
                    {
                        var stored = await Client.ReplaceItemAsync(Meeting.Id, id, AgendaFields.ToRequest(texts, position), version, _left.Token);
                        // It was sent with If-Match: between that version and this change there was no other.
                        return AgendaFields.Of(stored, version + 1);
                    },
                    async () =>
                    {
                        var latest = (await Client.GetAsync(Meeting.Id, known: null, _left.Token)).Value;
                        var item = latest.AgendaItems.FirstOrDefault(i => i.Id == id);
                        position = item?.Position ?? position;
                        return item is null ? edit.Draft.Stored with { Version = latest.Version } : AgendaFields.Of(item, latest.Version);
                    });
                if (result.IsSaved)
                {
                    Leave(edit);
                }
            },
            e => Refuse(edit, e));
    }

    private async Task AddAsync()
    {
        if (await AddAsync(_new))
        {
            _new = new AgendaEdit(null, AgendaFields.Empty);
            _focus = "new-item-title";
        }
    }

    private async Task AddAgainAsync()
    {
        var edit = _editing!;
        if (await AddAsync(edit))
        {
            Leave(edit);
        }
    }

    private Task<bool> AddAsync(AgendaEdit edit)
    {
        edit.Fault = null;
        var position = _items.Count == 0 ? 0 : _items.Max(item => item.Position) + 1;
        return ChangeAsync(
            async () =>
            {
                var added = await Client.AddItemAsync(Meeting.Id, AgendaFields.ToRequest(edit.Draft.Texts, position), _left.Token);
                _items = [.. _items, added];
                _said = L["Added: {0}.", added.Title];
            },
            e => Refuse(edit, e));
    }

    private async Task DeleteAsync(AgendaItem item)
    {
        var consequence = Meeting.Files.Count(file => file.AgendaItemId == item.Id) switch
        {
            0 => null,
            1 => L["Its file stays with the meeting."].Value,
            var files => L["Its {0} files stay with the meeting.", Text.Count(files)].Value,
        };
        if (await Dialogs.ConfirmAsync(L["Delete this agenda item?"], item.Title, L["Delete item"], consequence))
        {
            await ChangeAsync(
                async () =>
                {
                    await Client.DeleteItemAsync(Meeting.Id, item.Id, _left.Token);
                    _items = [.. _items.Where(i => i.Id != item.Id)];
                    _editing = _editing?.ItemId == item.Id ? null : _editing;
                    _said = L["Deleted: {0}.", item.Title];
                },
                e => _fault = Faults.Explain(e));
        }
    }

    /// <returns>Whether it is stored: not where it was refused, or another change is under way.</returns>
    private async Task<bool> ChangeAsync(Func<Task> change, Action<Exception> refused)
    {
        if (_isBusy)
        {
            return false;
        }

        var isStored = false;
        _isBusy = true;
        _fault = null;
        // What others do meanwhile comes with another one, and counts.
        var known = Meeting;
        try
        {
            await change();
            _before = known;
            isStored = true;
        }
        catch (Exception e) when (CallFaults.IsFault(e) && !_left.IsCancellationRequested)
        {
            // Whatever is known now is newer than what was refused.
            _before = null;
            refused(e);
        }
        finally
        {
            _isBusy = false;
        }

        await Changed.InvokeAsync();
        return isStored;
    }

    private void Refuse(AgendaEdit edit, Exception e)
    {
        if (e is ControlPlaneException { Errors.Count: > 0 } invalid)
        {
            edit.Problems = FieldProblems.Of(invalid);
        }
        else
        {
            edit.Fault = Faults.Explain(e);
        }
    }
}
