using System.Globalization;

namespace MeetingCloud.Node.Serving;

/// <summary>How long a caller would rather wait than be refused: <c>Prefer: wait=n</c>, in seconds (RFC 7240, section 4.3).</summary>
internal static class PreferredWait
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

    /// <summary>Zero where it is not said.</summary>
    public static TimeSpan Of(HttpRequest request)
    {
        foreach (var preference in request.Headers.GetCommaSeparatedValues("Prefer"))
        {
            if (preference.Split('=', StringSplitOptions.TrimEntries) is ["wait", var seconds]
                && int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var wait))
            {
                return TimeSpan.FromSeconds(Math.Min(wait, s_longest.TotalSeconds));
            }
        }

        return TimeSpan.Zero;
    }
}
