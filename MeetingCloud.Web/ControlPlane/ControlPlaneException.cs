using System.Net;

namespace MeetingCloud.Web.ControlPlane;

/// <summary>The control plane refused: what its problem details (RFC 9457) say.</summary>
/// <param name="detail">For people; English, as the contract's errors are.</param>
/// <param name="errors">What is wrong by field, the fields named as on the wire; empty where the answer names none.</param>
internal sealed class ControlPlaneException(HttpStatusCode status, string detail, IReadOnlyDictionary<string, string[]> errors)
    : HttpRequestException(detail, null, status)
{
    public IReadOnlyDictionary<string, string[]> Errors { get; } = errors;

    /// <summary>Somebody else changed it first.</summary>
    public bool IsStale => StatusCode == HttpStatusCode.PreconditionFailed;
}
