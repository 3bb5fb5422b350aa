using System.Globalization;
using MeetingCloud.Web.Uploads;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Controls;

/// <summary>One upload: what it is, how far it is, why it failed, and what can be done.</summary>
public sealed partial class UploadRow
{
    [Parameter, EditorRequired]
    public UploadItem Item { get; set; } = null!;

    [Parameter]
    public EventCallback Pause { get; set; }

    /// <summary>Also to try again.</summary>
    [Parameter]
    public EventCallback Resume { get; set; }

    /// <summary>Also to take it off the list, when it is stored.</summary>
    [Parameter]
    public EventCallback Cancel { get; set; }

    private string Percent => Math.Floor(Item.Progress * 100).ToString(CultureInfo.InvariantCulture);

    private string Label => Item.State switch
    {
        UploadState.Waiting => L["Waiting"],
        UploadState.Uploading => L["Uploading"],
        UploadState.Retrying => L["Connection lost, trying again"],
        UploadState.Storing => L["Storing"],
        UploadState.Stored => L["Stored"],
        UploadState.Paused => L["Paused"],
        _ => Reason,
    };

    private string Facts => Item.State switch
    {
        UploadState.Failed => Item.Detail,
        UploadState.Stored or UploadState.Storing or UploadState.Waiting => Text.Bytes(Item.Size),
        UploadState.Uploading when Item.Speed > 0 =>
            L["{0} of {1}, {2}", Text.Bytes(Item.Sent), Text.Bytes(Item.Size), Text.Rate(Item.Speed)],
        _ => L["{0} of {1}", Text.Bytes(Item.Sent), Text.Bytes(Item.Size)],
    };

    private string Reason => Item.Status switch
    {
        UploadFailure.Unreadable => L["The browser cannot read this file."],
        UploadFailure.NoTicket => L["This page got no leave to upload."],
        UploadFailure.NoAnswer => L["The control plane is out of reach."],
        401 or 403 => L["This page may not upload here."],
        404 => L["The meeting is no longer there."],
        409 => L["It clashes with another file of the meeting."],
        413 => L["The file is too large."],
        422 => L["A file cannot have this name or place."],
        503 => L["The file store is busy."],
        507 => L["There is no room left on the server."],
        _ => L["The control plane answers with an error ({0}).", Item.Status],
    };
}
