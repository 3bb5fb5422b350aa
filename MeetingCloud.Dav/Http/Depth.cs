namespace MeetingCloud.Dav.Http;

/// <summary>RFC 4918, section 10.2.</summary>
internal enum Depth
{
    Zero,
    One,
    Infinity,
}

internal static class DepthHeader
{
    /// <returns>What the request says; infinity where it says nothing.</returns>
    /// <exception cref="DavException">400: it is none of <paramref name="allowed"/>.</exception>
    public static Depth Read(HttpRequest request, params ReadOnlySpan<Depth> allowed)
    {
        Depth? depth = request.Headers["Depth"].ToString().ToLowerInvariant() switch
        {
            "0" => Depth.Zero,
            "1" => Depth.One,
            "" or "infinity" => Depth.Infinity,
            _ => null,
        };
        return depth is { } known && allowed.Contains(known)
            ? known
            : throw new DavException(StatusCodes.Status400BadRequest, $"{request.Method} does not go with this 'Depth'.");
    }
}
