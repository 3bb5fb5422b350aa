namespace MeetingCloud.Web.Security;

/// <summary>Nothing but what this server itself sends may run, be loaded, or frame the page; scripts may call the control plane too.</summary>
internal sealed class SecurityHeaders(PublicApi api)
{
    /// <summary>A page that needs other places for its scripts' calls (<c>connect-src</c>) puts them here, separated by blanks.</summary>
    public static readonly object ConnectTo = new();

    private const string Anywhere = "http: https:";

    public Task AddAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            var connect = context.Items.TryGetValue(ConnectTo, out var more) ? $"{api.Origin} {more}" : api.Origin;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            if (headers.ContentSecurityPolicy.Count > 0)
            {
                // What is passed on from the control plane has a policy of its own.
                return Task.CompletedTask;
            }

            // Pictures and audio of the library come from nodes, by redirects from the control plane; nodes come and go while a page is open.
            // Radzen sets sizes and positions in style attributes; scripts stay without exception.
            headers.ContentSecurityPolicy =
                $"default-src 'self'; connect-src 'self' {connect}; style-src 'self' 'unsafe-inline'; img-src 'self' data: {Anywhere}; "
                + $"media-src 'self' {Anywhere}; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
            return Task.CompletedTask;
        });
        return next(context);
    }
}
