using MeetingCloud.Contracts;

namespace MeetingCloud.Web.ControlPlane;

/// <summary>The nodes; calls throw as <see cref="ControlPlaneHttp"/> says.</summary>
internal interface INodesClient
{
    /// <summary>All nodes, lost ones included.</summary>
    Task<IReadOnlyList<NodeInfo>> GetNodesAsync(CancellationToken cancellationToken);

    /// <summary>What befell a node lately, newest first; a forgotten node still has its events.</summary>
    Task<Page<NodeEvent>> GetEventsAsync(string id, CancellationToken cancellationToken);

    /// <param name="state"><see cref="NodeState.Active"/> or <see cref="NodeState.Maintenance"/>.</param>
    Task<NodeInfo> SetStateAsync(string id, NodeState state, CancellationToken cancellationToken);

    Task ForgetAsync(string id, CancellationToken cancellationToken);
}
