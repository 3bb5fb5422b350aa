using System.Net.Http.Headers;

namespace MeetingCloud.Storage.WebDav;

/// <summary>Headers as servers really write them.</summary>
internal static class Headers
{
    /// <summary>The entity tag just as it stands: some servers forget its quotes.</summary>
    public static string? ETag(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("ETag", out var values) && values.ToString().Trim() is { Length: > 0 } tag ? tag : null;

    /// <summary>
    /// The pause that <c>Retry-After</c> asks for (RFC 9110, section 10.2.3). A date is compared with the server's own clock where it
    /// tells the time, since ours may differ.
    /// </summary>
    public static TimeSpan? RetryAfter(HttpResponseHeaders headers, TimeProvider time)
    {
        var pause = headers.RetryAfter switch
        {
            { Delta: { } seconds } => seconds,
            { Date: { } date } => date - (headers.Date ?? time.GetUtcNow()),
            _ => (TimeSpan?)null,
        };
        return pause < TimeSpan.Zero ? TimeSpan.Zero : pause;
    }

    public static bool IsEncoded(HttpResponseMessage response) =>
        response.Content.Headers.ContentEncoding.Any(encoding => !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase));

    /// <summary>The target of <c>Link: &lt;…&gt;; rel="next"</c> (RFC 8288), as written; null where there is none.</summary>
    public static string? NextLink(HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.TryGetValues("Link", out var values))
        {
            return null;
        }

        foreach (var value in values)
        {
            for (ReadOnlySpan<char> rest = value; ;)
            {
                var open = rest.IndexOf('<');
                var length = open < 0 ? -1 : rest[(open + 1)..].IndexOf('>');
                if (length < 0)
                {
                    break;
                }

                var target = rest.Slice(open + 1, length);
                rest = rest[(open + length + 2)..];
                var end = EndOfLink(rest);
                if (IsNext(rest[..end]))
                {
                    return target.ToString();
                }

                rest = rest[end..];
            }
        }

        return null;
    }

    private static int EndOfLink(ReadOnlySpan<char> text)
    {
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                quoted = !quoted;
            }
            else if (text[i] == ',' && !quoted)
            {
                return i;
            }
        }

        return text.Length;
    }

    private static bool IsNext(ReadOnlySpan<char> parameters)
    {
        foreach (var range in parameters.Split(';'))
        {
            var parameter = parameters[range].Trim();
            var equals = parameter.IndexOf('=');
            if (equals > 0 && parameter[..equals].Trim().Equals("rel", StringComparison.OrdinalIgnoreCase))
            {
                // A link may have several relations, separated by spaces.
                return parameter[(equals + 1)..].Trim().Trim('"').ToString()
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Contains("next", StringComparer.OrdinalIgnoreCase);
            }
        }

        return false;
    }
}
