using System.Globalization;
using System.Net;
using MeetingCloud.Contracts;

namespace MeetingCloud.Web.ControlPlane;

internal sealed class MonitoringClient(ControlPlaneHttp http) : IMonitoringClient
{
    public Task<ClusterHistory> GetHistoryAsync(DateTimeOffset? since, CancellationToken cancellationToken) => http.GetAsync(
        since is { } time
            ? $"{Routes.History}?since={Uri.EscapeDataString(time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture))}"
            : Routes.History,
        ContractJson.Default.ClusterHistory,
        cancellationToken);

    public Task<ControlPlaneHealth> GetHealthAsync(CancellationToken cancellationToken) => http.GetAsync(
        "/health", ControlPlaneJson.Default.ControlPlaneHealth, cancellationToken, orElse: HttpStatusCode.ServiceUnavailable);
}
