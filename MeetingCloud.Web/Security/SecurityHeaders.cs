namespace MeetingCloud.Web.Security;

/// <summary>Nothing but what this server itself sends may run, be loaded, or frame the page.</summary>
internal static class SecurityHeaders
{
    // Radzen sets sizes and positions in style attributes; scripts stay without exception.
    private const string Policy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static Task AddAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    }
}
