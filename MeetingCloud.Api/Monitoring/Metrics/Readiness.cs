using MeetingCloud.Api.Nodes;
using MeetingCloud.Contracts;

namespace MeetingCloud.Api.Monitoring.Metrics;

/// <summary>How many of the active nodes hold the active meetings, and for how long some have not.</summary>
internal sealed class Readiness(NodeRegistry registry, TimeProvider time)
{
    private Dictionary<string, DateTimeOffset> _waiting = new(StringComparer.Ordinal);

    /// <summary>Looks at the meetings once.</summary>
    /// <param name="meetings">All that are active.</param>
    public ReadinessSample Look(IReadOnlyCollection<ActiveVersion> meetings)
    {
        var now = time.GetUtcNow();
        var nodes = registry.List().Count(node => node.Status == NodeState.Active);
        var waiting = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var (none, some, all) = (0, 0, 0);
        foreach (var meeting in meetings)
        {
            var ready = registry.Ready(meeting.Id, meeting.Version).Count;
            if (ready > 0 && ready >= nodes)
            {
                all++;
                continue;
            }

            _ = ready == 0 ? none++ : some++;
            // Whatever its version: a meeting that changes faster than nodes follow has waited since the first change. Without
            // any node nothing lags behind.
            if (nodes > 0)
            {
                waiting.Add(meeting.Id, _waiting.TryGetValue(meeting.Id, out var since) ? since : now);
            }
        }

        _waiting = waiting;
        return new ReadinessSample(none, some, all, waiting.Count == 0 ? TimeSpan.Zero : now - waiting.Values.Min());
    }
}
