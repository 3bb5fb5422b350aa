using MeetingCloud.Contracts;

namespace MeetingCloud.Web.ControlPlane;

internal sealed class UploadsClient(ControlPlaneHttp http, PublicApi api) : IUploadsClient
{
    // The control plane knows the address by which this server called it; the page's policy lets browsers call the public one alone.
    public async Task<UploadTicket> CreateTicketAsync(string meetingId, CancellationToken cancellationToken) => (await http.SendAsync(
        HttpMethod.Post,
        Routes.UploadTickets,
        new UploadTicketRequest(meetingId),
        ContractJson.Default.UploadTicketRequest,
        ContractJson.Default.UploadTicket,
        cancellationToken)) with { UploadUrl = api.Url(Routes.Uploads) };
}
