using Microsoft.Net.Http.Headers;

namespace MeetingCloud.Node.Serving;

/// <summary>
/// Lets scripts of any page read what a signed link gives, ranges included: the credential is in the address, and no browser adds one by
/// itself. The attendee page sees by it that a node refuses, and takes the next.
/// </summary>
internal static class LinkCors
{
    public const string Policy = "signed-links";

    private static readonly TimeSpan s_preflight = TimeSpan.FromHours(1);

    public static void AddLinkCors(this IServiceCollection services) =>
        services.AddCors(cors => cors.AddPolicy(Policy, policy => policy
            .AllowAnyOrigin()
            .WithMethods(HttpMethods.Get, HttpMethods.Head)
            .WithHeaders(HeaderNames.Range, HeaderNames.IfRange, HeaderNames.IfMatch, HeaderNames.IfNoneMatch)
            .WithExposedHeaders(
                HeaderNames.AcceptRanges,
                HeaderNames.ContentDisposition,
                HeaderNames.ContentLength,
                HeaderNames.ContentRange,
                HeaderNames.ETag,
                HeaderNames.RetryAfter)
            .SetPreflightMaxAge(s_preflight)));
}
