using System.Diagnostics.Metrics;
using MeetingCloud.Contracts;
using MeetingCloud.Node.Serving;

namespace MeetingCloud.Node.Sync;

/// <summary>How many meetings this node holds, and how, on the meter <c>MeetingCloud.Node</c>.</summary>
internal sealed class MeetingMetrics
{
    private static readonly string[] s_states = ["ready", "fetching", "no_room", "closed"];

    private readonly MeetingCatalog _catalog;

    public MeetingMetrics(MeetingCatalog catalog, IMeterFactory meters)
    {
        _catalog = catalog;
        meters.Create(DownloadMeter.MeterName).CreateObservableGauge(
            "meetingcloud.node.meetings", Count, "{meeting}", "Meetings known to the node, by whether it holds their current version.");
    }

    private IEnumerable<Measurement<int>> Count()
    {
        var counts = _catalog.Entries.CountBy(StateOf, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return s_states.Select(state => new Measurement<int>(
            counts.GetValueOrDefault(state), new KeyValuePair<string, object?>("meetingcloud.meeting.state", state)));
    }

    private static string StateOf(MeetingEntry entry) => entry switch
    {
        { Status: MeetingStatus.Closed } => "closed",
        { Problem: not null } => "no_room",
        { IsClaimed: true } when entry.ReadyVersion == entry.KnownVersion => "ready",
        _ => "fetching",
    };
}
