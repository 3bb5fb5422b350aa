using System.Globalization;
using MeetingCloud.Contracts;
using MeetingCloud.Web.Monitoring;
using Microsoft.Extensions.Localization;

namespace MeetingCloud.Web.Components.Controls;

/// <summary>A node's numbers as every view of it shows them.</summary>
internal sealed class NodeWords(IStringLocalizer<NodeWords> L, Text text)
{
    public string State(NodeState state) => state switch
    {
        NodeState.Active => L["Active"],
        NodeState.Maintenance => L["Maintenance"],
        _ => L["Lost"],
    };

    public static Tone StateTone(NodeState state) => state switch
    {
        NodeState.Active => Tone.Good,
        NodeState.Maintenance => Tone.Warning,
        _ => Tone.Bad,
    };

    public static string Address(NodeInfo node) =>
        node.PublicUrl ?? (node.Ip.Contains(':', StringComparison.Ordinal) ? $"[{node.Ip}]:" : $"{node.Ip}:") + node.Port.ToString(CultureInfo.InvariantCulture);

    /// <summary>Those of its site; null where it declares none.</summary>
    public static string? Networks(NodeInfo node) => node.Networks is { Count: > 0 } networks ? string.Join(", ", networks) : null;

    public static Tone HealthTone(double health) => health switch
    {
        >= NodeLimits.HealthLow => Tone.Good,
        >= NodeLimits.HealthBad => Tone.Warning,
        _ => Tone.Bad,
    };

    public static Tone StorageTone(NodeInfo node) => NodeLimits.StorageRatio(node) switch
    {
        < NodeLimits.StorageTight => Tone.Neutral,
        < NodeLimits.StorageNearlyFull => Tone.Warning,
        _ => Tone.Bad,
    };

    public string Storage(NodeInfo node) => node.StorageCapacity > 0
        ? L["{0} of {1}", text.Bytes(node.StorageUsed), text.Bytes(node.StorageCapacity)]
        : text.Bytes(node.StorageUsed);

    /// <summary>How much of what is active it holds in the current version.</summary>
    public string Meetings(ClusterSnapshot cluster, NodeInfo node) =>
        L["{0} of {1}", text.Count(cluster.CurrentOn(node.Id)), text.Count(cluster.Meetings.Count)];

    public static bool IsBehind(ClusterSnapshot cluster, NodeInfo node) => cluster.CurrentOn(node.Id) < cluster.Meetings.Count;

    /// <summary>What a lost node did last is not what it does now.</summary>
    public static string OrDash(NodeInfo node, string words) => node.Status == NodeState.Lost ? "–" : words;
}
