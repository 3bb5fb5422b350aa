using System.Globalization;
using MeetingCloud.Web.Monitoring;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Controls;

/// <summary>Who serves a meeting, node by node.</summary>
public sealed partial class Holdings
{
    [Parameter, EditorRequired]
    public MeetingReadiness Meeting { get; set; } = null!;

    private string Summary => Meeting.Expected switch
    {
        0 => "The control plane serves it: no node is active",
        _ when Meeting.Ready == 0 => string.Create(CultureInfo.InvariantCulture, $"0 of {Meeting.Expected} nodes ready; the control plane serves it"),
        1 => "1 of 1 node ready",
        var expected => string.Create(CultureInfo.InvariantCulture, $"{Meeting.Ready} of {expected} nodes ready"),
    };

    private static string Explain(NodeHolding holding) => holding.State switch
    {
        HoldingState.Ready => $"{holding.NodeId}: ready",
        HoldingState.Outdated => string.Create(CultureInfo.InvariantCulture, $"{holding.NodeId}: holds version {holding.Version}, fetching the current one"),
        HoldingState.Absent => $"{holding.NodeId}: fetching",
        HoldingState.Draining => $"{holding.NodeId}: in maintenance",
        _ => $"{holding.NodeId}: lost",
    };
}
