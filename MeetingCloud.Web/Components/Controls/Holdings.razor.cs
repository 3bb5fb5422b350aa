using MeetingCloud.Web.Monitoring;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Controls;

/// <summary>Who serves a meeting, node by node.</summary>
public sealed partial class Holdings
{
    [Parameter, EditorRequired]
    public MeetingReadiness Meeting { get; set; } = null!;

    /// <summary>Nodes that are named; where there are more, only those that are not ready.</summary>
    [Parameter]
    public int Most { get; set; } = 8;

    private IEnumerable<NodeHolding> Shown => IsShort ? Meeting.Holdings : Behind.Take(Most);

    private int Hidden => IsShort ? 0 : Math.Max(0, Behind.Count() - Most);

    private bool IsShort => Meeting.Nodes <= Most;

    private IEnumerable<NodeHolding> Behind => Meeting.IsReadyEverywhere
        ? []
        : Meeting.Holdings.Where(holding => holding.State is HoldingState.Outdated or HoldingState.Absent);

    private string Summary => Meeting.Expected switch
    {
        0 => L["The control plane serves it: no node is active"],
        1 when Meeting.Ready == 0 => L["0 of 1 node ready; the control plane serves it"],
        _ when Meeting.Ready == 0 => L["{0} of {1} nodes ready; the control plane serves it", 0, Meeting.Expected],
        1 => L["1 of 1 node ready"],
        var expected => L["{0} of {1} nodes ready", Meeting.Ready, expected],
    };

    private string Explain(NodeHolding holding) => holding.State switch
    {
        HoldingState.Ready => L["{0}: ready", holding.NodeId],
        HoldingState.Outdated => L["{0}: holds version {1}, fetching the current one", holding.NodeId, holding.Version ?? 0],
        HoldingState.Absent => L["{0}: fetching", holding.NodeId],
        HoldingState.Draining => L["{0}: in maintenance", holding.NodeId],
        _ => L["{0}: lost", holding.NodeId],
    };
}
