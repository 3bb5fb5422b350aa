using MeetingCloud.Web.Editing;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Desk;

/// <summary>The fields of an agenda item, new or old.</summary>
public sealed partial class AgendaItemForm
{
    [Parameter, EditorRequired]
    public EditDraft Draft { get; set; } = null!;

    [Parameter, EditorRequired]
    public FieldProblems Problems { get; set; } = null!;

    /// <summary>Begins the ids of the inputs.</summary>
    [Parameter, EditorRequired]
    public string Prefix { get; set; } = "";

    /// <summary>What the form is for.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>The words of the button that saves.</summary>
    [Parameter, EditorRequired]
    public string Action { get; set; } = "";

    /// <summary>Why it could not be saved.</summary>
    [Parameter]
    public string? Fault { get; set; }

    [Parameter]
    public bool IsSaving { get; set; }

    [Parameter]
    public EventCallback Changed { get; set; }

    /// <summary>Raised with what can be told here being right.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnSave { get; set; }

    [Parameter]
    public EventCallback OnCancel { get; set; }

    private string? Invalid(string field) => Problems[field] is null ? null : "true";

    private Task SetAsync(string field, string? text)
    {
        Draft[field] = text ?? "";
        Problems.Forget(field);
        return Changed.InvokeAsync();
    }

    private Task SubmitAsync()
    {
        Problems
            .AddIf(string.IsNullOrWhiteSpace(Draft[AgendaFields.Title]), AgendaFields.Title, L["An item needs a title."])
            .AddIf(!AgendaFields.ReadMinutes(Draft[AgendaFields.Minutes], out _), AgendaFields.Minutes, L["Whole minutes, at most a week, or nothing."]);
        return Problems.IsEmpty && !IsSaving ? OnSave.InvokeAsync() : Task.CompletedTask;
    }
}
