using MeetingCloud.Contracts;
using MeetingCloud.Web.ControlPlane;
using MeetingCloud.Web.Monitoring;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace MeetingCloud.Web.Components.Controls;

/// <summary>
/// What an admin can do with a node as it is. What was asked for is done also where the card goes meanwhile, as it does when its list is
/// sorted anew.
/// </summary>
public sealed partial class NodeActions
{
    private bool _busy;

    [Parameter, EditorRequired]
    public NodeInfo Node { get; set; } = null!;

    [Inject]
    private INodesClient Nodes { get; set; } = null!;

    [Inject]
    private ClusterMonitor Monitor { get; set; } = null!;

    [Inject]
    private ControlPlaneMonitor ControlPlane { get; set; } = null!;

    [Inject]
    private Attempt Attempt { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    private Task SetAsync(NodeState state)
    {
        var id = Node.Id;
        return RunAsync(
            () => Nodes.SetStateAsync(id, state, CancellationToken.None),
            state == NodeState.Maintenance ? L["{0} could not be drained", id] : L["{0} could not be resumed", id]);
    }

    private async Task ForgetAsync()
    {
        var id = Node.Id;
        var sure = await Dialogs.Confirm(
            L["{0} goes from this list. If it comes back, it registers anew.", id],
            L["Forget {0}?", id],
            new ConfirmOptions { OkButtonText = L["Forget"], CancelButtonText = L["Cancel"] });
        if (sure == true)
        {
            await RunAsync(() => Nodes.ForgetAsync(id, CancellationToken.None), L["{0} could not be forgotten", id]);
        }
    }

    private async Task RunAsync(Func<Task> change, string failed)
    {
        var id = Node.Id;
        _busy = true;
        try
        {
            await Attempt.RunAsync(change, failed);
        }
        finally
        {
            _busy = false;
            Monitor.Cluster.Refresh();
            ControlPlane.EventsOf(id).Refresh();
        }
    }
}
