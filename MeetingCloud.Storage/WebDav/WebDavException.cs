namespace MeetingCloud.Storage.WebDav;

/// <summary>
/// A request to a WebDAV server failed. The message names verb, host, path and status, and the server's own reason in short; it holds
/// no credentials.
/// </summary>
public sealed class WebDavException(WebDavFailure failure, string message, Exception? innerException = null)
    : IOException(message, innerException)
{
    public WebDavFailure Failure { get; } = failure;

    /// <summary>
    /// Whether the server itself is in trouble, or wants to be left alone: other requests would fare no better. False where it is only this
    /// one that it does not carry out.
    /// </summary>
    public bool ConcernsServer => Failure
        is not (WebDavFailure.TooLarge or WebDavFailure.NotFound or WebDavFailure.Conflict or WebDavFailure.Locked or WebDavFailure.Refused);

    /// <summary>HTTP status; null where no answer came.</summary>
    public int? Status { get; init; }

    /// <summary>How long the server asks to be left alone; null where it does not say. Never negative.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// A write may have been carried out, now or later: no answer came, or only a gateway's. Look at what the server has before writing
    /// again. Always false for reads.
    /// </summary>
    public bool OutcomeUnknown { get; init; }
}
