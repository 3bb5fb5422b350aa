using MeetingCloud.Contracts;

namespace MeetingCloud.Web.ControlPlane;

internal sealed class NodesClient(ControlPlaneHttp http) : INodesClient
{
    public async Task<IReadOnlyList<NodeInfo>> GetNodesAsync(CancellationToken cancellationToken) =>
        (await http.GetAsync(Routes.Nodes, ContractJson.Default.NodeList, cancellationToken)).Nodes;

    public Task<NodeInfo> SetStateAsync(string id, NodeState state, CancellationToken cancellationToken) => http.SendAsync(
        HttpMethod.Post,
        $"{Routes.Nodes}/{id}/state",
        new NodeStateRequest(state),
        ContractJson.Default.NodeStateRequest,
        ContractJson.Default.NodeInfo,
        cancellationToken);

    public Task ForgetAsync(string id, CancellationToken cancellationToken) =>
        http.SendAsync(HttpMethod.Delete, $"{Routes.Nodes}/{id}", cancellationToken);
}
