using Microsoft.AspNetCore.Http;

namespace MeetingCloud.ServiceDefaults;

/// <summary>The credential of a request: <c>Authorization: Bearer …</c> (RFC 6750, section 2.1), and nowhere else.</summary>
public static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <summary>Whether the request carries <paramref name="key"/>.</summary>
    public static bool Carries(HttpRequest request, ServiceKey key)
    {
        var token = Read(request);
        return token.Length > 0 && key.Matches(token);
    }

    /// <summary>The credential; empty where there is none.</summary>
    public static ReadOnlySpan<char> Read(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        return header.Count == 1 && header[0] is { } value && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? value.AsSpan(Scheme.Length).Trim()
            : default;
    }
}
