using System.Net;

namespace MeetingCloud.Storage.WebDav;

/// <summary>What a status means, given what servers are known to mean by it.</summary>
internal static class FailureOfStatus
{
    /// <param name="code">The server's own name for the error, where it gives one.</param>
    public static WebDavFailure Classify(WebDavCall call, HttpResponseMessage response, string? code) =>
        OfCode(code) ?? Classify(call, (int)response.StatusCode, response);

    /// <summary>For a status within a <c>multistatus</c>.</summary>
    public static WebDavFailure Classify(WebDavCall call, int status, HttpResponseMessage? response = null) => status switch
    {
        401 => WebDavFailure.Credentials,
        403 when response?.Headers.WwwAuthenticate.Count > 0 => WebDavFailure.Credentials,
        404 or 410 => WebDavFailure.NotFound,
        408 => WebDavFailure.TimedOut,
        // Nutstore says 409 to a read as well, where a parent collection is missing: then the thing itself is not there either.
        409 when call.Verb != HttpMethod.Put && call.Verb != WebDavVerbs.Move && call.Verb != WebDavVerbs.MakeCollection => WebDavFailure.NotFound,
        409 or 412 => WebDavFailure.Conflict,
        413 => WebDavFailure.TooLarge,
        // The range asked for begins behind the file's end.
        416 => WebDavFailure.Truncated,
        423 => WebDavFailure.Locked,
        429 or 509 => WebDavFailure.Throttled,
        501 or 505 => WebDavFailure.Refused,
        503 when response?.Headers.RetryAfter is not null => WebDavFailure.Throttled,
        507 => WebDavFailure.Full,
        >= 500 => WebDavFailure.ServerError,
        >= 200 and < 300 => WebDavFailure.Malformed,
        _ => WebDavFailure.Refused,
    };

    /// <summary>
    /// The status speaks for a gateway that lost patience with the server behind it, or the connection: the server may go on. 520 to 524
    /// are Cloudflare's.
    /// </summary>
    public static bool IsFromGateway(int status) =>
        status is (int)HttpStatusCode.BadGateway or (int)HttpStatusCode.GatewayTimeout or (>= 520 and <= 524);

    // Nutstore's names; it sends several of them with 403, which would read as "forbidden".
    private static WebDavFailure? OfCode(string? code) => code switch
    {
        ErrorReason.Throttled or "TrafficRateExhausted" => WebDavFailure.Throttled,
        "StorageSpaceExhausted" => WebDavFailure.Full,
        "TooBigEntity" => WebDavFailure.TooLarge,
        "UnAuthorized" or "AccountExpired" => WebDavFailure.Credentials,
        _ => null,
    };
}
