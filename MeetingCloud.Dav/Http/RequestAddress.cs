using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.Features;

namespace MeetingCloud.Dav.Http;

/// <summary>Which resources a request speaks of.</summary>
internal static class RequestAddress
{
    /// <summary>
    /// The request's own resource, from the target as it was sent: the server resolves dot segments and leaves encoded slashes in place
    /// before anybody else sees the path.
    /// </summary>
    /// <exception cref="DavException">400 or 414.</exception>
    public static DavPath Target(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (target == "*")
        {
            return DavPath.Root;
        }

        if (!target.StartsWith('/') && Uri.TryCreate(target, UriKind.Absolute, out _))
        {
            target = PathOf(target);
        }

        return DavPath.TryParse(target, out var path, out var problem)
            ? path
            : throw new DavException(problem, problem == StatusCodes.Status414UriTooLong ? "A name of this path is too long." : "This path cannot be that of a resource.");
    }

    /// <summary>The resource of a <c>Destination</c> header.</summary>
    /// <exception cref="DavException">400 where it is missing or malformed, 502 where it is on another server (RFC 4918, section 9.8.5).</exception>
    public static DavPath Destination(HttpRequest request)
    {
        var destination = request.Headers["Destination"].ToString();
        return Parse(request, destination, out var path) switch
        {
            // A closing slash, or its absence, does not make a file a collection.
            Verdict.Here => path!.IsRoot ? path : path.Parent.Child(path.Name),
            Verdict.OtherServer => throw new DavException(StatusCodes.Status502BadGateway, "The destination is on another server."),
            _ => throw new DavException(StatusCodes.Status400BadRequest, "The header 'Destination' is missing, or no address of a resource."),
        };
    }

    /// <summary>The resource of a tag in an <c>If</c> header; false where it is none of this server's.</summary>
    public static bool TryParse(HttpRequest request, string address, [NotNullWhen(true)] out DavPath? path) =>
        Parse(request, address, out path) == Verdict.Here;

    private static Verdict Parse(HttpRequest request, string address, out DavPath? path)
    {
        path = null;
        if (!address.StartsWith('/'))
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            {
                return Verdict.Malformed;
            }

            // The scheme may differ: a proxy in front may speak TLS with the client. Default ports may be given or not.
            if (!Uri.TryCreate($"{uri.Scheme}://{request.Host.Value}", UriKind.Absolute, out var own)
                || !string.Equals(uri.Authority, own.Authority, StringComparison.OrdinalIgnoreCase))
            {
                return Verdict.OtherServer;
            }

            address = PathOf(address);
        }

        return DavPath.TryParse(address, out path, out _) ? Verdict.Here : Verdict.Malformed;
    }

    /// <summary>What follows the authority, untouched: <see cref="Uri"/> would resolve dot segments.</summary>
    private static string PathOf(string address)
    {
        var authority = address.IndexOf("://", StringComparison.Ordinal) + 3;
        var slash = address.IndexOf('/', authority);
        return slash < 0 ? "/" : address[slash..];
    }

    private enum Verdict
    {
        Here,
        OtherServer,
        Malformed,
    }
}
