using System.Net;
using MeetingCloud.Web.ControlPlane;

namespace MeetingCloud.Web.Monitoring;

/// <summary>Why there is no answer, and since when.</summary>
/// <param name="Status">The HTTP status, where there was one.</param>
public sealed record LiveFault(LiveFaultKind Kind, DateTimeOffset Since, int? Status = null)
{
    internal static LiveFault Of(Exception e, DateTimeOffset since) => e switch
    {
        HttpRequestException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => new(LiveFaultKind.KeyRefused, since),
        ControlPlaneException { StatusCode: HttpStatusCode.NotFound } => new(LiveFaultKind.Gone, since),
        HttpRequestException { StatusCode: { } status } => new(LiveFaultKind.Error, since, (int)status),
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => new(LiveFaultKind.Nonsense, since),
        HttpRequestException or IOException or OperationCanceledException => new(LiveFaultKind.Unreachable, since),
        _ => new(LiveFaultKind.Own, since),
    };
}
