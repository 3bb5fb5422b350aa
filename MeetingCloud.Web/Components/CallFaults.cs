using System.Net;
using MeetingCloud.Web.ControlPlane;
using Microsoft.Extensions.Localization;

namespace MeetingCloud.Web.Components;

/// <summary>Why something could not be done, for people.</summary>
public sealed class CallFaults(IStringLocalizer<CallFaults> L)
{
    /// <summary>Whether the control plane, or the way to it, is at fault, and not this program.</summary>
    public static bool IsFault(Exception e) => e is HttpRequestException or IOException or TimeoutException or TaskCanceledException;

    public string Explain(Exception e) => e switch
    {
        ControlPlaneException { StatusCode: HttpStatusCode.NotFound } => L["It is no longer there: somebody else has deleted it."],
        ControlPlaneException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } =>
            L["The control plane refuses this page's key."],
        ControlPlaneException { IsStale: true } => L["Others change it faster than this could be saved. Try again."],
        ControlPlaneException { StatusCode: HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity } refused => refused.Message,
        HttpRequestException { StatusCode: { } status } => L["The control plane answers with an error ({0}). Try again.", (int)status],
        _ => L["The control plane is out of reach. Nothing is lost: try again when it is back."],
    };
}
