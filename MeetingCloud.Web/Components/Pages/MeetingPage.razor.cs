using MeetingCloud.Contracts;
using MeetingCloud.Web.Components.Desk;
using MeetingCloud.Web.Components.Dialogs;
using MeetingCloud.Web.ControlPlane;
using MeetingCloud.Web.Editing;
using MeetingCloud.Web.Monitoring;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Radzen;
using ApiRoutes = MeetingCloud.Contracts.Routes;

namespace MeetingCloud.Web.Components.Pages;

/// <summary>One meeting: its fields, agenda, files and attendees. It follows what others do to the same meeting.</summary>
public sealed partial class MeetingPage
{
    /// <summary>The meeting that a first start comes with.</summary>
    public const string SampleId = "sample";

    private static readonly string[] s_parts = ["details", "agenda", "files", "share"];

    private DetailsForm _form = null!;
    private AgendaEditor? _agenda;
    private FilesPanel? _files;
    private LiveView<Tagged<Meeting>> _view = LiveView<Tagged<Meeting>>.Empty;
    private LiveView<ClusterSnapshot> _cluster = LiveView<ClusterSnapshot>.Empty;
    private MeetingEditor? _editor;
    private string? _shownId;
    private FieldProblems _problems = new();
    private MeetingStatus? _wanted;
    private string? _fault;
    private string _othersChanged = "";
    private string _said = "";
    private bool _isSaving;
    private bool _isDone;

    [Parameter]
    public string Id { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tab")]
    private string? PartName { get; set; }

    [Inject]
    private DeskMonitor Desk { get; set; } = null!;

    [Inject]
    private ClusterMonitor Monitor { get; set; } = null!;

    [Inject]
    private IMeetingsClient Client { get; set; } = null!;

    [Inject]
    private IMediaClient Media { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private NotificationService Notifications { get; set; } = null!;

    [Inject]
    private CallFaults Faults { get; set; } = null!;

    private string Part => s_parts.Contains(PartName) ? PartName! : s_parts[0];

    private TimeSpan? Age => _view.Value is null ? null : Clock.GetUtcNow() - _view.TakenAt;

    private bool IsDirty => !_isDone && (_editor?.Draft.IsDirty == true || _agenda?.IsDirty == true);

    // Where the browser leaves this site, the uploads' own script asks.
    private bool IsSending => !_isDone && _files?.IsSending == true;

    private MeetingReadiness? Readiness => _editor?.Meeting is { Status: MeetingStatus.Active } meeting && _cluster.Value is { } snapshot
        ? snapshot.ReadinessOf(new MeetingSummary(
            meeting.Id, meeting.Title, meeting.Time, meeting.Status, meeting.Version, meeting.UpdatedAt, meeting.Files.Count, FileBytes: 0))
        : null;

    protected override async Task OnInitializedAsync()
    {
        Follow(Monitor.Cluster, () => _cluster = Monitor.Cluster.Current);
        await FindZoneAsync();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_shownId != Id)
        {
            (_shownId, _editor, _view) = (Id, null, LiveView<Tagged<Meeting>>.Empty);
        }

        var cluster = Monitor.Cluster.GetAsync(Left);
        await TurnToAsync(Desk.Meetings[Id], Show);
        _cluster = await cluster;
    }

    private string Address(string part) => part == s_parts[0] ? $"meetings/{Id}" : $"meetings/{Id}?tab={part}";

    private string? Current(string part) => part == Part ? "page" : null;

    private void Show(LiveView<Tagged<Meeting>> view)
    {
        _view = view;
        if (view.Value?.Value is not { } meeting)
        {
            return;
        }

        if (_editor is null)
        {
            _editor = new MeetingEditor(Client, meeting, Zone);
        }
        else if (_editor.Take(meeting) is { Count: > 0 } changed)
        {
            _othersChanged = Names(changed);
        }
    }

    private string ReadinessText(MeetingReadiness readiness) => readiness.Expected switch
    {
        0 => L["No node is active: the control plane serves it"],
        1 => L["{0} of 1 node ready", readiness.Ready],
        var expected => L["{0} of {1} nodes ready", readiness.Ready, expected],
    };

    private async Task SaveAsync(MeetingStatus? status)
    {
        if (_isSaving || _editor is null)
        {
            return;
        }

        _fault = null;
        _wanted = status;
        _problems = _form.Check();
        if (!_problems.IsEmpty)
        {
            Navigation.NavigateTo(Address(s_parts[0]));
            return;
        }

        _isSaving = true;
        try
        {
            Tell(await _editor.SaveAsync(status, Left), status);
        }
        catch (ControlPlaneException e) when (e.Errors.Count > 0)
        {
            _problems = FieldProblems.Of(e);
            Navigation.NavigateTo(Address(s_parts[0]));
        }
        catch (Exception e) when (CallFaults.IsFault(e) && !Left.IsCancellationRequested)
        {
            _fault = Faults.Explain(e);
        }
        finally
        {
            _isSaving = false;
            Refresh();
        }
    }

    private void Tell(SaveResult result, MeetingStatus? status)
    {
        if (!result.IsSaved)
        {
            return;
        }

        _othersChanged = "";
        _said = L["Saved"];
        Notifications.Notify(new NotificationMessage
        {
            Severity = NotificationSeverity.Success,
            Summary = status switch
            {
                MeetingStatus.Active => L["The meeting is open to its attendees."],
                MeetingStatus.Closed => L["The meeting is closed."],
                MeetingStatus.Draft => L["The meeting is a draft again."],
                _ => L["Saved"],
            },
            Detail = result.TakenIn.Count == 0 ? "" : L["Someone else had changed something too, and that was kept: {0}.", Names(result.TakenIn)],
            Duration = result.TakenIn.Count == 0 ? 4000 : 12_000,
        });
    }

    private void Discard()
    {
        _editor!.Draft.Discard();
        _problems = new FieldProblems();
        _fault = null;
    }

    private async Task DeleteAsync()
    {
        var meeting = _editor!.Meeting;
        if (await Dialogs.ConfirmAsync(
            L["Delete this meeting?"],
            meeting.Title,
            L["Delete meeting"],
            meeting.Files.Count == 1
                ? L["Its agenda and its file go with it. This cannot be undone."]
                : L["Its agenda and its {0} files go with it. This cannot be undone.", Text.Count(meeting.Files.Count)]))
        {
            await RemoveAsync();
        }
    }

    private Task RemoveAsync() => RemoveAsync(static () => Task.CompletedTask);

    // The sample's album came with it and goes with it.
    private Task RemoveSampleAsync() => RemoveAsync(() => Media.DeleteAsync(ApiRoutes.Series, [SampleId], CancellationToken.None));

    // Whoever leaves meanwhile has said yes all the same, and would not want the half of it.
    private async Task RemoveAsync(Func<Task> first)
    {
        var id = Id;
        try
        {
            await first();
            await Client.DeleteAsync(id, CancellationToken.None);
        }
        catch (ControlPlaneException e) when (e.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            // Somebody was faster.
        }
        catch (Exception e) when (CallFaults.IsFault(e))
        {
            Notifications.Notify(NotificationSeverity.Error, L["The meeting was not deleted."], Faults.Explain(e), 12_000);
            return;
        }

        if (!Left.IsCancellationRequested && Id == id)
        {
            _isDone = true;
            Navigation.NavigateTo("meetings");
        }
    }

    private string Names(IEnumerable<string> fields) => string.Join(", ", fields.Select(field => field switch
    {
        MeetingFields.Title => L["title"].Value,
        MeetingFields.Time => L["start"].Value,
        MeetingFields.Intro => L["introduction"].Value,
        _ => L["access code"].Value,
    }));

    private IEnumerable<string> LostByLeaving()
    {
        if (IsDirty)
        {
            yield return L["What you have typed is not saved."];
        }

        if (IsSending)
        {
            yield return L["Some files are not sent to their end yet."];
        }
    }

    private async Task LeaveAsync(LocationChangingContext context)
    {
        // From one part of the meeting to another nothing is lost.
        var target = Navigation.ToAbsoluteUri(context.TargetLocation).AbsolutePath;
        if ((!IsDirty && !IsSending) || target == Navigation.ToAbsoluteUri($"meetings/{Id}").AbsolutePath)
        {
            return;
        }

        if (!await Dialogs.ConfirmAsync(
            L["Leave this meeting?"],
            string.Join(' ', LostByLeaving()),
            IsDirty ? L["Leave without saving"] : L["Leave"],
            IsSending ? L["Whoever chooses the same files again within a day goes on from where they are."].Value : null))
        {
            context.PreventNavigation();
        }
    }
}
