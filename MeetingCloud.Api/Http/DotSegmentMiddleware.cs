using MeetingCloud.ServiceDefaults;
using Microsoft.AspNetCore.Http.Features;

namespace MeetingCloud.Api.Http;

/// <summary>
/// Refuses request targets with <c>.</c> or <c>..</c> segments, encoded or not. The server resolves them before routing (RFC 3986,
/// section 5.2.4), so a file path with them would silently name something else.
/// </summary>
internal static class DotSegmentMiddleware
{
    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return HasDotSegment(target)
            ? Problem.Invalid("path", "must not have '.' or '..' segments.").ExecuteAsync(context)
            : next(context);
    }

    internal static bool HasDotSegment(string target)
    {
        var path = target.AsSpan();
        var query = path.IndexOf('?');
        if (query >= 0)
        {
            path = path[..query];
        }

        // Nearly every request: no dot and no percent sign, nothing to look at.
        if (!path.ContainsAny('.', '%'))
        {
            return false;
        }

        foreach (var range in path.SplitAny('/', '\\'))
        {
            var segment = path[range];
            if (segment.Length is > 0 and <= 6 && Uri.UnescapeDataString(segment.ToString()) is "." or "..")
            {
                return true;
            }
        }

        return false;
    }
}
