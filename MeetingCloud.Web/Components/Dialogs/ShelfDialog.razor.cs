using MeetingCloud.Web.Components.Shelves;
using MeetingCloud.Web.ControlPlane;
using MeetingCloud.Web.Editing;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Dialogs;

/// <summary>The fields of a series, an album or a track. Answers whether something was saved.</summary>
public sealed partial class ShelfDialog
{
    private FieldProblems _problems = new();
    private string? _fault;
    private bool _isSaving;

    [Parameter, EditorRequired]
    public EditDraft Draft { get; set; } = null!;

    /// <summary>Sends the texts, as a change of that version where it is not 0; answers what is stored then.</summary>
    [Parameter, EditorRequired]
    public Func<IReadOnlyDictionary<string, string>, long, Task<StoredFields>> Send { get; set; } = null!;

    /// <summary>What is stored now.</summary>
    [Parameter, EditorRequired]
    public Func<Task<StoredFields>> Read { get; set; } = null!;

    [Inject]
    private CallFaults Faults { get; set; } = null!;

    private string LabelOf(string field) => field switch
    {
        ShelfFields.Title => L["Title"],
        ShelfFields.Artist => L["Artist or speaker"],
        ShelfFields.Year => L["Year"],
        ShelfFields.Number => L["Number"],
        ShelfFields.Duration => L["Length"],
        _ => L["Description"],
    };

    private string? HintOf(string field) => field switch
    {
        ShelfFields.Duration => L["Minutes and seconds: 5:12"].Value,
        ShelfFields.Number => L["Empty: behind the others"].Value,
        _ => null,
    };

    private void Set(string field, string? text)
    {
        Draft[field] = text ?? "";
        _problems.Forget(field);
    }

    private FieldProblems Check() => new FieldProblems()
        .AddIf(string.IsNullOrWhiteSpace(Draft[ShelfFields.Title]), ShelfFields.Title, L["A title is needed."])
        .AddIf(!ShelfFields.IsNumber(Draft.Texts.GetValueOrDefault(ShelfFields.Year, ""), 1, 9999), ShelfFields.Year, L["A year from 1 to 9999, or nothing."])
        .AddIf(!ShelfFields.IsNumber(Draft.Texts.GetValueOrDefault(ShelfFields.Number, ""), 0, int.MaxValue), ShelfFields.Number, L["A whole number, or nothing."])
        .AddIf(!ShelfFields.IsClock(Draft.Texts.GetValueOrDefault(ShelfFields.Duration, "")), ShelfFields.Duration, L["As in 5:12 or 1:02:03, or nothing."]);

    private async Task SaveAsync()
    {
        _fault = null;
        _problems = Check();
        if (_isSaving || !_problems.IsEmpty)
        {
            return;
        }

        _isSaving = true;
        try
        {
            if ((await DraftSaver.SaveAsync(Draft, Send, Read)).IsSaved)
            {
                Dialogs.Close(true);
            }
        }
        catch (ControlPlaneException e) when (e.Errors.Count > 0)
        {
            _problems = FieldProblems.Of(e);
        }
        catch (Exception e) when (CallFaults.IsFault(e))
        {
            _fault = Faults.Explain(e);
        }
        finally
        {
            _isSaving = false;
        }
    }
}
