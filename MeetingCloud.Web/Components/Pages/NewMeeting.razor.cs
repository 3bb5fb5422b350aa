using MeetingCloud.Web.Components.Desk;
using MeetingCloud.Web.Components.Dialogs;
using MeetingCloud.Web.ControlPlane;
using MeetingCloud.Web.Editing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Radzen;

namespace MeetingCloud.Web.Components.Pages;

/// <summary>A meeting's fields before there is one; its agenda and papers come on its own page.</summary>
public sealed partial class NewMeeting
{
    private DetailsForm _form = null!;
    private EditDraft? _draft;
    private FieldProblems _problems = new();
    private string? _fault;
    private bool _isSaving;
    private bool _isDone;

    [Inject]
    private IMeetingsClient Client { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private CallFaults Faults { get; set; } = null!;

    private bool IsDirty => !_isDone && _draft?.IsDirty == true;

    protected override async Task OnInitializedAsync()
    {
        await FindZoneAsync();
        _draft = new EditDraft(MeetingFields.New(NextFullHour(Clock.GetUtcNow()), Zone));
    }

    private static DateTimeOffset NextFullHour(DateTimeOffset now) =>
        new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero).AddHours(1);

    private async Task CreateAsync()
    {
        _fault = null;
        _problems = _form.Check();
        if (_isSaving || !_problems.IsEmpty)
        {
            return;
        }

        _isSaving = true;
        try
        {
            var meeting = await Client.CreateAsync(MeetingFields.ToRequest(_draft!.Texts, Zone, stored: null, status: null), Left);
            _isDone = true;
            Navigation.NavigateTo($"meetings/{meeting.Id}");
        }
        catch (ControlPlaneException e) when (e.Errors.Count > 0)
        {
            _problems = FieldProblems.Of(e);
        }
        catch (Exception e) when (CallFaults.IsFault(e) && !Left.IsCancellationRequested)
        {
            _fault = Faults.Explain(e);
        }
        finally
        {
            _isSaving = false;
        }
    }

    private async Task LeaveAsync(LocationChangingContext context)
    {
        if (IsDirty && !await Dialogs.ConfirmAsync(L["Leave this page?"], L["What you have typed is not saved."], L["Leave without saving"]))
        {
            context.PreventNavigation();
        }
    }
}
