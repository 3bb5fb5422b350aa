using MeetingCloud.Web.Editing;

namespace MeetingCloud.Web.Components.Desk;

/// <summary>An agenda item that is being worked on.</summary>
/// <param name="itemId">Null for a new one.</param>
internal sealed class AgendaEdit(string? itemId, StoredFields stored)
{
    public string? ItemId => itemId;

    public EditDraft Draft { get; } = new(stored);

    public FieldProblems Problems { get; set; } = new();

    /// <summary>Why it could not be saved.</summary>
    public string? Fault { get; set; }
}
