namespace MeetingCloud.Storage.Origins;

/// <summary>No server can do it for now: all that could are away, throttled, full or busy.</summary>
/// <param name="message">Names the servers and why.</param>
/// <param name="retryAfter">When another attempt is worth while.</param>
public sealed class OriginBusyException(string message, TimeSpan retryAfter, Exception? innerException = null)
    : IOException(message, innerException)
{
    public TimeSpan RetryAfter => retryAfter;
}
