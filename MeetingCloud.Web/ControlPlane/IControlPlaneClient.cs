using MeetingCloud.Contracts;

namespace MeetingCloud.Web.ControlPlane;

/// <summary>The control plane as the web sees it. Calls throw <see cref="HttpRequestException"/> or <see cref="IOException"/> when it is away.</summary>
internal interface IControlPlaneClient
{
    /// <summary>All nodes, lost ones included.</summary>
    Task<IReadOnlyList<NodeInfo>> GetNodesAsync(CancellationToken cancellationToken);

    /// <summary>All active meetings, whatever their number.</summary>
    Task<IReadOnlyList<MeetingSummary>> GetActiveMeetingsAsync(CancellationToken cancellationToken);
}
