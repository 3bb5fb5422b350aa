using MeetingCloud.Contracts;
using MeetingCloud.Web.ControlPlane;

namespace MeetingCloud.Web.Monitoring.Findings;

/// <summary>What is wrong now, from all that is known; what is not known yet is not judged.</summary>
internal static class Diagnosis
{
    /// <returns>The worst first.</returns>
    public static IReadOnlyList<Finding> Of(ClusterSnapshot? cluster, WebdavStatus? pool, WebdavStats? stats, ControlPlaneHealth? health) =>
    [
        .. HealthFindings.Of(health)
            .Concat(cluster is null ? [] : NodeFindings.Of(cluster))
            .Concat(cluster is null ? [] : MeetingFindings.Of(cluster))
            .Concat(pool is null ? [] : PoolFindings.Of(pool))
            .Concat(stats is null ? [] : CopyFindings.Of(stats.Files))
            .OrderBy(finding => finding.Severity),
    ];
}
