using MeetingCloud.Dav.Store;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace MeetingCloud.Dav.Http;

/// <summary>Conditional requests (RFC 9110, section 13), for methods that change something.</summary>
internal static class Preconditions
{
    /// <param name="current">The resource as it is; null where there is none.</param>
    /// <exception cref="DavException">412.</exception>
    public static void Check(HttpRequest request, DavResource? current)
    {
        if (request.Headers.IfMatch is { Count: > 0 } ifMatch)
        {
            Require(Matches(ifMatch, current, strong: true), "If-Match");
        }
        else if (current is not null && IsDate(request.Headers.IfUnmodifiedSince, out var unmodifiedSince))
        {
            Require(current.LastModified <= unmodifiedSince, "If-Unmodified-Since");
        }

        if (request.Headers.IfNoneMatch is { Count: > 0 } ifNoneMatch)
        {
            Require(!Matches(ifNoneMatch, current, strong: false), "If-None-Match");
        }
    }

    /// <summary>Whether a header is one valid date; others are ignored (RFC 9110, section 13.1.3).</summary>
    public static bool IsDate(StringValues header, out DateTimeOffset date)
    {
        date = default;
        return header.Count == 1 && HeaderUtilities.TryParseDate(header[0], out date);
    }

    private static bool Matches(StringValues header, DavResource? current, bool strong)
    {
        if (current is null)
        {
            return false;
        }

        if (header is ["*"])
        {
            return true;
        }

        return current.EntityTag is { } own
            && EntityTagHeaderValue.TryParseList(header, out var tags)
            && tags.Any(tag => tag.Compare(new EntityTagHeaderValue(own), strong));
    }

    private static void Require(bool holds, string header)
    {
        if (!holds)
        {
            throw new DavException(StatusCodes.Status412PreconditionFailed, $"The resource is not as '{header}' wants it.");
        }
    }
}
