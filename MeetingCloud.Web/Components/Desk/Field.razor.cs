using MeetingCloud.Web.Editing;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Desk;

/// <summary>One field of a form: its label, what is wrong with it, and what somebody else wrote in it at the same time.</summary>
public sealed partial class Field
{
    /// <summary>Of the input that is this component's content.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter]
    public string? Hint { get; set; }

    [Parameter]
    public string? Error { get; set; }

    /// <summary>Null where there is nobody to be in conflict with.</summary>
    [Parameter]
    public EditDraft? Draft { get; set; }

    /// <summary>The field's name in the draft.</summary>
    [Parameter]
    public string Name { get; set; } = "";

    [Parameter]
    public EventCallback OnDecided { get; set; }

    /// <summary>Makes a text of the draft one for people.</summary>
    [Parameter]
    public Func<string, string> ShowTheirs { get; set; } = text => text;

    [Parameter, EditorRequired]
    public RenderFragment ChildContent { get; set; } = null!;

    private string? Theirs => Draft?.Conflicts.GetValueOrDefault(Name);

    private Task KeepAsync()
    {
        Draft!.KeepMine(Name);
        return OnDecided.InvokeAsync();
    }

    private Task TakeAsync()
    {
        Draft!.TakeTheirs(Name);
        return OnDecided.InvokeAsync();
    }
}
