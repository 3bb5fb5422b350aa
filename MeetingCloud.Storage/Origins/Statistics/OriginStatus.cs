using System.Diagnostics.Metrics;

namespace MeetingCloud.Storage.Origins.Statistics;

/// <summary>A server's state as one measurement per state that there is: 1 for its own, 0 for the others.</summary>
internal static class OriginStatus
{
    private const string Disabled = "disabled";

    private static readonly string[] s_states = ["healthy", "slow", "full", "paused", Disabled];

    public static IEnumerable<Measurement<int>> Of(OriginServer server)
    {
        // Whoever switched it off wants to hear of nothing else.
        var current = server.IsEnabled ? server.Health.Condition.State.ToString() : Disabled;
        return s_states.Select(state => new Measurement<int>(
            string.Equals(state, current, StringComparison.OrdinalIgnoreCase) ? 1 : 0,
            new KeyValuePair<string, object?>(OriginMetrics.ServerTag, server.Id),
            new KeyValuePair<string, object?>("origin.state", state)));
    }
}
