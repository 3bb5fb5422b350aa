using MeetingCloud.Contracts;
using MeetingCloud.Web.Monitoring;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Controls;

/// <summary>Nodes, line by line. Plain, for a grid forgets its page whenever the data is new, which here it is each second.</summary>
public sealed partial class NodeTable
{
    private const int PageSize = 25;

    private SortHeader.SortOrder _sort = new("id");
    private int _page;

    /// <summary>In the order that is shown where the reader wants no other.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<NodeInfo> Nodes { get; set; } = [];

    /// <summary>What they are part of: ages do not grow while the control plane is away.</summary>
    [Parameter, EditorRequired]
    public ClusterSnapshot Cluster { get; set; } = null!;

    private IReadOnlyList<NodeInfo> Sorted => _sort.Key switch
    {
        "state" => By(node => node.Status),
        "health" => By(node => node.Health),
        "storage" => By(NodeLimits.StorageRatio),
        "downloads" => By(node => node.ActiveDownloads),
        "rate" => By(node => node.BytesPerSecond),
        "held" => By(node => Cluster.CurrentOn(node.Id)),
        "heartbeat" => By(node => node.LastHeartbeat),
        _ => _sort.Descending ? [.. Nodes.Reverse()] : Nodes,
    };

    private IReadOnlyList<NodeInfo> By<T>(Func<NodeInfo, T> key) => _sort.Descending ? [.. Nodes.OrderByDescending(key)] : [.. Nodes.OrderBy(key)];
}
