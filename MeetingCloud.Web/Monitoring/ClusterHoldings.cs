using MeetingCloud.Contracts;

namespace MeetingCloud.Web.Monitoring;

/// <summary>Meetings against nodes: one pass over what the nodes hold, for there may be a million such pairs.</summary>
/// <param name="Current">How many meetings each node holds in their current version, by its id.</param>
internal sealed record ClusterHoldings(IReadOnlyList<MeetingReadiness> Meetings, IReadOnlyDictionary<string, int> Current)
{
    // A list that changed while its pages were read may name a meeting twice.
    public IReadOnlyDictionary<string, MeetingReadiness> ById { get; } =
        Meetings.DistinctBy(readiness => readiness.Meeting.Id, StringComparer.Ordinal).ToDictionary(readiness => readiness.Meeting.Id, StringComparer.Ordinal);

    public static ClusterHoldings Of(IReadOnlyList<NodeInfo> nodes, IReadOnlyList<MeetingSummary> meetings)
    {
        var sorted = nodes.OrderBy(node => node.Id, StringComparer.Ordinal).ToList();
        var places = new Dictionary<string, int>(meetings.Count, StringComparer.Ordinal);
        for (var i = 0; i < meetings.Count; i++)
        {
            places[meetings[i].Id] = i;
        }

        var ready = new int[meetings.Count];
        var current = new Dictionary<string, int>(nodes.Count, StringComparer.Ordinal);
        foreach (var node in sorted)
        {
            var held = 0;
            foreach (var meeting in node.Meetings)
            {
                if (places.TryGetValue(meeting.Id, out var place) && meeting.Version >= meetings[place].Version)
                {
                    held++;
                    ready[place] += node.Status == NodeState.Active ? 1 : 0;
                }
            }

            current[node.Id] = held;
        }

        var expected = nodes.Count(node => node.Status == NodeState.Active);
        return new ClusterHoldings([.. meetings.Select((meeting, i) => new MeetingReadiness(meeting, ready[i], expected, sorted))], current);
    }
}
