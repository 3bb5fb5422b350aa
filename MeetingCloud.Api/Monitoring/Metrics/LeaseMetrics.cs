using System.Diagnostics.Metrics;
using MeetingCloud.Api.Instances;

namespace MeetingCloud.Api.Monitoring.Metrics;

/// <summary>Whether this instance is the one that does what one of many does.</summary>
internal sealed class LeaseMetrics
{
    public LeaseMetrics(IMeterFactory meters, ClusterLock cluster) => meters.Create(ControlPlaneMeter.Name).CreateObservableGauge(
        "meetingcloud.lease.held",
        () => Of(cluster.IsHeld, "origin"),
        "{lease}",
        "1 while this instance holds the lease, and does its work.");

    private static Measurement<int> Of(bool isHeld, string name) =>
        new(isHeld ? 1 : 0, new KeyValuePair<string, object?>("meetingcloud.lease.name", name));
}
