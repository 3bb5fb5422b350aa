using MeetingCloud.Contracts;
using MeetingCloud.Web.Monitoring;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Controls;

/// <summary>Nodes, line by line.</summary>
public sealed partial class NodeTable
{
    private const int PageSize = 25;

    [Parameter, EditorRequired]
    public IReadOnlyList<NodeInfo> Nodes { get; set; } = [];

    /// <summary>What they are part of: ages do not grow while the control plane is away.</summary>
    [Parameter, EditorRequired]
    public ClusterSnapshot Cluster { get; set; } = null!;

    /// <summary>What is said where there are none.</summary>
    [Parameter]
    public string Empty { get; set; } = "";
}
