namespace MeetingCloud.Web.Monitoring.Findings;

internal static class MeetingFindings
{
    /// <summary>A change takes the nodes some seconds, and large files longer: until then nothing is wrong.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static IEnumerable<Finding> Of(ClusterSnapshot cluster)
    {
        var due = cluster.Readiness
            .Where(meeting => meeting.Expected > 0 && meeting.Ready < meeting.Expected && cluster.TakenAt - meeting.Meeting.UpdatedAt > Patience)
            .ToLookup(meeting => meeting.Ready == 0);
        return
        [
            .. Of(FindingKind.MeetingsNowhere, Severity.Bad, [.. due[true]]),
            .. Of(FindingKind.MeetingsBehind, Severity.Warning, [.. due[false]]),
        ];
    }

    private static IEnumerable<Finding> Of(FindingKind kind, Severity severity, List<MeetingReadiness> meetings) => meetings.Count == 0
        ? []
        :
        [
            new Finding(
                kind,
                severity,
                meetings is [var one] ? $"/meetings/{one.Meeting.Id}" : "/meetings",
                [.. meetings.Select(meeting => meeting.Meeting.Title)],
                meetings.Count),
        ];
}
