using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Web.Security;

/// <summary>
/// Circuits are for this site's own pages. Browsers open a WebSocket from any page to anywhere, and send the session's cookie along where both
/// are of one site (RFC 6455, section 10.2; SameSite does not tell subdomains apart).
/// </summary>
internal static class CircuitOrigin
{
    private const string Path = "/_blazor";

    public static Task RefuseOthersAsync(HttpContext context, RequestDelegate next)
    {
        var origin = context.Request.Headers.Origin.ToString();
        return origin.Length == 0 || !context.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase) || IsOwn(origin, context.Request)
            ? next(context)
            : Problem.Forbidden("This is for the pages of this site alone.").ExecuteAsync(context);
    }

    // The host alone, as cookies go: many a proxy passes it on without its port.
    private static bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Host.Equals(request.Host.Host, StringComparison.OrdinalIgnoreCase);
}
