using System.Globalization;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Http;

/// <summary>The version in a request's <c>If-Match: "&lt;version&gt;"</c> (RFC 9110, section 13.1.1).</summary>
internal static class IfMatch
{
    /// <summary>The version, or null where any will do.</summary>
    /// <exception cref="ProblemException">412 for a tag that can name no version.</exception>
    public static long? Read(HttpRequest request)
    {
        var header = request.Headers.IfMatch.ToString();
        if (header.Length == 0 || header == "*")
        {
            return null;
        }

        return header is ['"', .. var text, '"'] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new ProblemException(Problem.PreconditionFailed($"No version has the entity tag {header}."));
    }
}
