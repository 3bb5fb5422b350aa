using Microsoft.AspNetCore.Http.Features;

namespace MeetingCloud.Api.Http;

internal static class RequestBody
{
    /// <summary>Whether a body may come: one of an announced length other than 0, or one of no announced length.</summary>
    public static bool MayHaveBody(this HttpRequest request) => request.ContentLength is { } length
        ? length > 0
        : request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;
}
