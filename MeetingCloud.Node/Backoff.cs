namespace MeetingCloud.Node;

/// <summary>
/// Pauses between attempts that grow with each failure, with full jitter (Brooker, "Exponential Backoff And Jitter", AWS 2015): a crowd
/// of nodes that lost the control plane at one moment does not come back at one moment.
/// </summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, Random random)
{
    private int _failures;

    public void Reset() => _failures = 0;

    /// <summary>The pause after one more failure; at least a tenth of the bound.</summary>
    public TimeSpan Next()
    {
        var bound = Math.Min(longest.TotalSeconds, first.TotalSeconds * Math.Pow(2, Math.Min(_failures++, 30)));
        return TimeSpan.FromSeconds(bound * (0.1 + (0.9 * random.NextDouble())));
    }
}
