using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MeetingCloud.Contracts;

namespace MeetingCloud.Web.ControlPlane;

/// <summary>Calls the control plane with the admin key.</summary>
internal sealed class ControlPlaneClient(HttpClient http) : IControlPlaneClient
{
    private const int PageSize = 500;

    public async Task<IReadOnlyList<NodeInfo>> GetNodesAsync(CancellationToken cancellationToken) =>
        (await GetAsync(Routes.Nodes, ContractJson.Default.NodeList, cancellationToken)).Nodes;

    public async Task<IReadOnlyList<MeetingSummary>> GetActiveMeetingsAsync(CancellationToken cancellationToken)
    {
        var meetings = new List<MeetingSummary>();
        for (var number = 1; ; number++)
        {
            var page = await GetAsync(
                FormattableString.Invariant($"{Routes.Meetings}?status=active&page={number}&page_size={PageSize}"),
                ContractJson.Default.PageMeetingSummary,
                cancellationToken);
            meetings.AddRange(page.Items);
            if (page.Items.Count == 0 || meetings.Count >= page.Total)
            {
                return meetings;
            }
        }
    }

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            return await http.GetFromJsonAsync(path, type, cancellationToken)
                ?? throw new HttpRequestException(HttpRequestError.InvalidResponse, "The control plane answered 'null'.");
        }
        catch (JsonException e)
        {
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "The control plane's answer is not what its contract says.", e);
        }
    }
}
