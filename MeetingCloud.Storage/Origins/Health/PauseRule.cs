using MeetingCloud.Storage.WebDav;

namespace MeetingCloud.Storage.Origins.Health;

/// <summary>When a kind of failure takes a server out, and for how long.</summary>
/// <param name="Threshold">Failures in a row, since one alone may be chance.</param>
/// <param name="First">The first pause; it doubles with each probe that fails.</param>
/// <param name="Longest">Where the doubling ends.</param>
/// <param name="IsSoft">
/// Whether the server still answers in some way. Such servers are taken out only while no more than half of all are out: what troubles
/// all of them is no reason to use none (as Envoy's max_ejection_percent).
/// </param>
internal sealed record PauseRule(int Threshold, TimeSpan First, TimeSpan Longest, bool IsSoft)
{
    private static readonly PauseRule s_unreachable = new(1, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(1), IsSoft: false);
    private static readonly PauseRule s_error = new(3, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(1), IsSoft: true);
    // Servers that throttle count what is sent meanwhile and make it longer.
    private static readonly PauseRule s_throttled = new(1, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(10), IsSoft: false);
    // Repeated wrong passwords lock accounts.
    private static readonly PauseRule s_credentials = new(1, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(30), IsSoft: false);
    private static readonly PauseRule s_full = new(1, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(30), IsSoft: false);

    /// <summary>The rule for a failure; null where it says nothing about the server's health.</summary>
    public static PauseRule? For(WebDavFailure failure) => failure switch
    {
        WebDavFailure.Unreachable or WebDavFailure.TimedOut => s_unreachable,
        WebDavFailure.ServerError or WebDavFailure.Malformed or WebDavFailure.Truncated => s_error,
        WebDavFailure.Throttled => s_throttled,
        WebDavFailure.Credentials => s_credentials,
        WebDavFailure.Full => s_full,
        _ => null,
    };
}
