using MeetingCloud.Contracts;

namespace MeetingCloud.Web.ControlPlane;

/// <summary>How the control plane is and was; calls throw as <see cref="ControlPlaneHttp"/> says.</summary>
internal interface IMonitoringClient
{
    /// <summary>Samples of the last hour.</summary>
    /// <param name="since">Only those after it; null for all.</param>
    Task<ClusterHistory> GetHistoryAsync(DateTimeOffset? since, CancellationToken cancellationToken);

    /// <summary>Its own view of itself, also where that is <c>unhealthy</c> (503).</summary>
    Task<ControlPlaneHealth> GetHealthAsync(CancellationToken cancellationToken);
}
