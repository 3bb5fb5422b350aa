using MeetingCloud.Contracts;
using MeetingCloud.Web.Attendees;
using MeetingCloud.Web.Browser;
using MeetingCloud.Web.Components.Desk;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Attendees;

/// <summary>A meeting for those who attend it.</summary>
public sealed partial class MeetingSheet
{
    private IReadOnlyList<string> _package = [];
    private List<MeetingDataFile> _others = [];
    private IReadOnlyList<(DateTimeOffset Start, DateTimeOffset? End)?> _times = [];

    [Parameter]
    [EditorRequired]
    public AttendeeView.Meeting View { get; set; } = null!;

    [Inject]
    private PublicApi Api { get; set; } = null!;

    private MeetingData Data => View.Data;

    private AttendeeLinks Links => View.Links;

    // Until the attendee's browser puts them into its own zone.
    private static string Clock(DateTimeOffset time) => ZonedTime.ToClock(time, TimeZoneInfo.Utc);

    protected override void OnParametersSet()
    {
        _package = Links.Package;
        _times = AgendaTimes.Of(Data.Time, Data.AgendaItems.Select(item => item.DurationMinutes));
        var shown = Data.AgendaItems.SelectMany(item => item.Files).Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        _others = [.. Data.Files.Where(file => !shown.Contains(file.Path))];
    }
}
