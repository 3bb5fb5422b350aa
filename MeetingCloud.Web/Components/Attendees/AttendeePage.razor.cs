using MeetingCloud.Web.Attendees;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Attendees;

/// <summary>The whole document: it needs neither the app's layout nor its styles, and no circuit.</summary>
public sealed partial class AttendeePage
{
    [Parameter]
    [EditorRequired]
    public AttendeeView View { get; set; } = null!;

    private string Title => View is AttendeeView.Meeting meeting ? meeting.Data.Title : L["Meeting"];
}
