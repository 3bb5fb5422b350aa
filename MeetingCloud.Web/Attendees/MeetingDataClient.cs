using MeetingCloud.Contracts;
using MeetingCloud.Web.ControlPlane;

namespace MeetingCloud.Web.Attendees;

/// <summary>
/// Asks with the admin key. Codes are checked here: the control plane counts wrong ones by address, and would lock out all attendees of
/// this web together.
/// </summary>
internal sealed class MeetingDataClient(ControlPlaneHttp http) : IMeetingDataClient
{
    public Task<MeetingData> GetAsync(string id, CancellationToken cancellationToken) =>
        http.GetAsync(Routes.MeetingData(id), ContractJson.Default.MeetingData, cancellationToken);
}
