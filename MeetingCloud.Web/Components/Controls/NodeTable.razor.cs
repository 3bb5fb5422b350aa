using System.Globalization;
using MeetingCloud.Contracts;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace MeetingCloud.Web.Components.Controls;

/// <summary>All nodes, lost ones included.</summary>
public sealed partial class NodeTable
{
    [Parameter, EditorRequired]
    public IReadOnlyList<NodeInfo> Nodes { get; set; } = [];

    /// <summary>When the control plane said so: ages do not grow while it is away.</summary>
    [Parameter, EditorRequired]
    public DateTimeOffset Now { get; set; }

    private static string Address(NodeInfo node) =>
        node.PublicUrl ?? (node.Ip.Contains(':', StringComparison.Ordinal) ? $"[{node.Ip}]:" : $"{node.Ip}:") + node.Port.ToString(CultureInfo.InvariantCulture);

    private string Label(NodeState state) => state switch
    {
        NodeState.Active => L["Active"],
        NodeState.Maintenance => L["Maintenance"],
        _ => L["Lost"],
    };

    private static BadgeStyle Style(NodeState state) => state switch
    {
        NodeState.Active => BadgeStyle.Success,
        NodeState.Maintenance => BadgeStyle.Warning,
        _ => BadgeStyle.Danger,
    };

    private static Tone HealthTone(double health) => health switch { >= 0.5 => Tone.Good, >= 0.2 => Tone.Warning, _ => Tone.Bad };

    private static double StorageRatio(NodeInfo node) => node.StorageCapacity > 0 ? (double)node.StorageUsed / node.StorageCapacity : 0;

    private static Tone StorageTone(double ratio) => ratio switch { < 0.8 => Tone.Neutral, < 0.95 => Tone.Warning, _ => Tone.Bad };

    private string StorageLabel(NodeInfo node) => node.StorageCapacity > 0
        ? L["{0} of {1}", Text.Bytes(node.StorageUsed), Text.Bytes(node.StorageCapacity)]
        : Text.Bytes(node.StorageUsed);
}
