namespace MeetingCloud.ServiceDefaults;

/// <summary>
/// Time limits and retries of a transfer client. There is no limit on the whole: a large file over a slow line is no fault as long
/// as bytes arrive.
/// </summary>
public sealed class TransferOptions
{
    /// <summary>For the TCP and TLS handshakes. Default 5 s: a machine that is gone answers nothing at all.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>From the end of the request to the headers of the response. Default 30 s: the peer may have to fetch first.</summary>
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait for the next byte of a body, sent or received. Default 20 s.</summary>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Repeats after the first attempt. Default 3; 0 for none.</summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>Pause before the first repeat; it doubles with each, with jitter. Default 200 ms.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest pause. A <c>Retry-After</c> above it ends the retries: the caller gets the answer and decides. Default 30 s.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a pooled connection is used, so that changes in DNS are noticed. Default 2 min; running transfers go on.</summary>
    public TimeSpan PooledConnectionLifetime { get; set; } = TimeSpan.FromMinutes(2);
}
