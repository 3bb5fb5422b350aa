using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace MeetingCloud.ServiceDefaults;

/// <summary>
/// Slows down who guesses: wrong codes of one caller for one thing are limited in a minute, against programs, and in an hour, against
/// patience. All codes of four digits take a caller a week. A caller is an IPv4 address, or the 64-bit network of an IPv6 address, which
/// is what a single machine is given. Each process counts for itself.
/// </summary>
public sealed class GuessLimit : IDisposable
{
    /// <summary>Wrong codes in <see cref="Window"/>: above what somebody mistypes.</summary>
    public const int PerWindow = 10;

    /// <summary>Wrong codes in an hour: above what a building behind one address mistypes.</summary>
    public const int PerHour = 60;

    /// <summary>The shorter of the two spans.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private const int NetworkBytes = 8;

    private readonly PartitionedRateLimiter<string> _inHour;
    private readonly PartitionedRateLimiter<string> _inWindow;
    private readonly PartitionedRateLimiter<string> _both;

    public GuessLimit()
        : this(PerWindow, PerHour)
    {
    }

    internal GuessLimit(int perWindow, int perHour)
    {
        _inHour = Create(perHour, TimeSpan.FromHours(1));
        _inWindow = Create(perWindow, Window);
        // The longer wait is told first.
        _both = PartitionedRateLimiter.CreateChained(_inHour, _inWindow);
    }

    /// <summary>
    /// How long the caller may not try; null where it may. To be asked before the code is looked at, so that a right guess past the limit
    /// does not show.
    /// </summary>
    /// <param name="caller">Null: unknown, as all who are.</param>
    /// <param name="target">What the code opens.</param>
    public TimeSpan? WaitOf(IPAddress? caller, string target)
    {
        using var look = _both.AttemptAcquire(KeyOf(caller, target), permitCount: 0);
        return look.IsAcquired ? null : look.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Window;
    }

    /// <summary>The caller was wrong.</summary>
    public void CountWrong(IPAddress? caller, string target) => _both.AttemptAcquire(KeyOf(caller, target)).Dispose();

    public void Dispose()
    {
        _both.Dispose();
        _inWindow.Dispose();
        _inHour.Dispose();
    }

    /// <summary>Whom an address stands for: itself, or of IPv6 its network.</summary>
    public static IPAddress? CallerOf(IPAddress? caller)
    {
        if (caller is not { AddressFamily: AddressFamily.InterNetworkV6 })
        {
            return caller;
        }

        if (caller.IsIPv4MappedToIPv6)
        {
            return caller.MapToIPv4();
        }

        var bytes = caller.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }

    private static PartitionedRateLimiter<string> Create(int limit, TimeSpan window) => PartitionedRateLimiter.Create<string, string>(
        key => RateLimitPartition.GetFixedWindowLimiter(
            key, _ => new FixedWindowRateLimiterOptions { PermitLimit = limit, Window = window, QueueLimit = 0 }));

    private static string KeyOf(IPAddress? caller, string target) => $"{CallerOf(caller)} {target}";
}
