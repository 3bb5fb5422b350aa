using System.Globalization;

namespace MeetingCloud.Dav.Locks;

/// <summary>The <c>Timeout</c> header (RFC 4918, section 10.7).</summary>
internal static class LockTimeout
{
    /// <summary>For a client that asks for none in particular: long enough to edit, short enough if it never comes back.</summary>
    public static readonly TimeSpan Default = TimeSpan.FromHours(1);

    /// <summary>Whoever wants more, or for ever, has to refresh.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>The first of the wishes that can be read; the server has the last word, and tells it.</summary>
    public static TimeSpan Read(HttpRequest request)
    {
        foreach (var wish in request.Headers["Timeout"].ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (wish.Equals("Infinite", StringComparison.OrdinalIgnoreCase))
            {
                return Longest;
            }

            if (wish.StartsWith("Second-", StringComparison.OrdinalIgnoreCase)
                && ulong.TryParse(wish.AsSpan("Second-".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                && seconds > 0)
            {
                return TimeSpan.FromSeconds(Math.Min(seconds, Longest.TotalSeconds));
            }
        }

        return Default;
    }
}
