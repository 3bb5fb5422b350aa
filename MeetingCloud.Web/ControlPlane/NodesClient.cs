using MeetingCloud.Contracts;

namespace MeetingCloud.Web.ControlPlane;

internal sealed class NodesClient(ControlPlaneHttp http) : INodesClient
{
    private const int Events = 50;

    public async Task<IReadOnlyList<NodeInfo>> GetNodesAsync(CancellationToken cancellationToken) =>
        (await http.GetAsync(Routes.Nodes, ContractJson.Default.NodeList, cancellationToken)).Nodes;

    public Task<Page<NodeEvent>> GetEventsAsync(string id, CancellationToken cancellationToken) => http.GetAsync(
        FormattableString.Invariant($"{Routes.NodeLog(Uri.EscapeDataString(id))}?page_size={Events}"),
        ContractJson.Default.PageNodeEvent,
        cancellationToken);

    public Task<NodeInfo> SetStateAsync(string id, NodeState state, CancellationToken cancellationToken) => http.SendAsync(
        HttpMethod.Post,
        $"{Routes.Nodes}/{Uri.EscapeDataString(id)}/state",
        new NodeStateRequest(state),
        ContractJson.Default.NodeStateRequest,
        ContractJson.Default.NodeInfo,
        cancellationToken);

    public Task ForgetAsync(string id, CancellationToken cancellationToken) =>
        http.SendAsync(HttpMethod.Delete, $"{Routes.Nodes}/{Uri.EscapeDataString(id)}", cancellationToken);
}
