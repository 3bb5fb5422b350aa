using System.Diagnostics.Metrics;
using MeetingCloud.Api.Origins;

namespace MeetingCloud.Api.Monitoring.Metrics;

/// <summary>Whether this instance is the one that does what one of many does.</summary>
internal sealed class LeaseMetrics
{
    /// <param name="origin">Null where the origin is the control plane's own disk, after which nobody has to look.</param>
    public LeaseMetrics(IMeterFactory meters, ClusterLock? origin = null) => meters.Create(ControlPlaneMeter.Name).CreateObservableGauge(
        "meetingcloud.lease.held",
        () => origin is null ? [] : new[] { Of(origin.IsHeld, "origin") },
        "{lease}",
        "1 while this instance holds the lease, and does its work.");

    private static Measurement<int> Of(bool isHeld, string name) =>
        new(isHeld ? 1 : 0, new KeyValuePair<string, object?>("meetingcloud.lease.name", name));
}
