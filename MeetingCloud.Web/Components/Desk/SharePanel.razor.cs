using MeetingCloud.Contracts;
using MeetingCloud.Web.Components.Controls;
using MeetingCloud.Web.Components.Dialogs;
using MeetingCloud.Web.Monitoring;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace MeetingCloud.Web.Components.Desk;

/// <summary>How attendees find the meeting.</summary>
public sealed partial class SharePanel
{
    private string? _drawn;
    private string _png = "";

    [Parameter, EditorRequired]
    public Meeting Meeting { get; set; } = null!;

    /// <summary>Null while the meeting is not active, or nobody knows.</summary>
    [Parameter]
    public MeetingReadiness? Readiness { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    // As the organiser reaches this site, attendees do.
    private string Link => Navigation.ToAbsoluteUri($"m/{Meeting.Id}").AbsoluteUri;

    protected override void OnParametersSet()
    {
        // The page shows itself again every second: the picture is drawn once for each link.
        if (_drawn != Link)
        {
            _drawn = Link;
            _png = QrImage.PngAddress(Link);
        }
    }

    private Task ProjectAsync() => Dialogs.OpenAsync<ProjectorDialog>(
        Meeting.Title,
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(ProjectorDialog.Link)] = Link,
            [nameof(ProjectorDialog.Code)] = Meeting.AccessCode,
        },
        new DialogOptions { Width = "100vw", Height = "100vh", Style = "max-width: none; max-height: none; border-radius: 0;", CloseDialogOnEsc = true });
}
