namespace MeetingCloud.ServiceDefaults;

/// <summary>How a service ends.</summary>
/// <param name="Delay">
/// How long <c>/health</c> answers 503 while new requests are still taken, so that a load balancer can look away first
/// (<c>SHUTDOWN_DELAY</c>, seconds, default 0; behind a load balancer twice its probe interval and 1 s more).
/// </param>
/// <param name="Timeout">How long running responses may then go on (<c>SHUTDOWN_TIMEOUT</c>, seconds, default 30).</param>
internal sealed record ShutdownOptions(TimeSpan Delay, TimeSpan Timeout)
{
    /// <summary>What the parts of a service have for tidying up after the last response.</summary>
    public static readonly TimeSpan TidyUp = TimeSpan.FromSeconds(5);

    public static ShutdownOptions Read(SettingsReader settings) => new(
        settings.Seconds("SHUTDOWN_DELAY", defaultValue: 0, min: 0, max: 600),
        settings.Seconds("SHUTDOWN_TIMEOUT", defaultValue: 30, min: 0, max: 86_400));
}
