using MeetingCloud.Contracts;
using MeetingCloud.Web.Attendees;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Attendees;

/// <summary>A meeting for those who attend it.</summary>
public sealed partial class MeetingSheet
{
    private IReadOnlyList<string> _package = [];
    private List<MeetingDataFile> _others = [];

    [Parameter]
    [EditorRequired]
    public AttendeeView.Meeting View { get; set; } = null!;

    [Inject]
    private PublicApi Api { get; set; } = null!;

    private MeetingData Data => View.Data;

    private AttendeeLinks Links => View.Links;

    protected override void OnParametersSet()
    {
        _package = Links.Package;
        var shown = Data.AgendaItems.SelectMany(item => item.Files).Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        _others = [.. Data.Files.Where(file => !shown.Contains(file.Path))];
    }
}
