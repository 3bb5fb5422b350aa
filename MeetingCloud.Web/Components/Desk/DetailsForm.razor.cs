using MeetingCloud.Web.Browser;
using MeetingCloud.Web.Editing;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Desk;

/// <summary>A meeting's own fields, of a new one or one that is there.</summary>
public sealed partial class DetailsForm
{
    [Parameter, EditorRequired]
    public EditDraft Draft { get; set; } = null!;

    [Parameter, EditorRequired]
    public TimeZoneInfo Zone { get; set; } = null!;

    /// <summary>What is wrong, by field.</summary>
    [Parameter, EditorRequired]
    public FieldProblems Problems { get; set; } = null!;

    [Parameter]
    public EventCallback Changed { get; set; }

    [Parameter, EditorRequired]
    public EventCallback OnSubmit { get; set; }

    /// <summary>The buttons.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    private string ZoneHint =>
        ZonedTime.Parse(Draft[MeetingFields.Time], Zone) is { } time ? L["In {0}", ZonedTime.Describe(Zone, time)] : L["In {0}", Zone.Id];

    /// <summary>What can be told without asking the control plane.</summary>
    internal FieldProblems Check() => new FieldProblems()
        .AddIf(string.IsNullOrWhiteSpace(Draft[MeetingFields.Title]), MeetingFields.Title, L["A meeting needs a title."])
        .AddIf(
            ZonedTime.Parse(Draft[MeetingFields.Time], Zone) is null,
            MeetingFields.Time,
            string.IsNullOrEmpty(Draft[MeetingFields.Time])
                ? L["When does it start?"]
                : L["This is no time of this zone. When clocks go forward, an hour is left out."])
        .AddIf(
            Draft[MeetingFields.AccessCode].Trim().Length is > 0 and < 4,
            MeetingFields.AccessCode,
            L["At least 4 characters, or none."]);

    private Dictionary<string, object> Described(string id, string field, bool hasHint = false)
    {
        var attributes = new Dictionary<string, object>(StringComparer.Ordinal);
        var isWrong = Problems[field] is not null;
        if (isWrong)
        {
            attributes["aria-invalid"] = "true";
        }

        if (isWrong || hasHint)
        {
            attributes["aria-describedby"] = $"{(isWrong ? $"{id}-error " : "")}{(hasHint ? $"{id}-hint" : "")}".Trim();
        }

        return attributes;
    }

    private Task SetAsync(string field, string? text)
    {
        Draft[field] = text ?? "";
        Problems.Forget(field);
        return Changed.InvokeAsync();
    }

    private Task GenerateAsync()
    {
        Draft[MeetingFields.AccessCode] = AccessCode.New();
        Problems.Forget(MeetingFields.AccessCode);
        return Changed.InvokeAsync();
    }
}
