using MeetingCloud.Contracts;
using MeetingCloud.Web.ControlPlane;

namespace MeetingCloud.Tests.Web;

/// <summary>A control plane that says what a test wants.</summary>
internal sealed partial class FakeControlPlane : INodesClient, IMeetingsClient
{
    private int _calls;

    public Exception? Fault { get; set; }

    public IReadOnlyList<NodeInfo> Nodes { get; set; } = [];

    public IReadOnlyList<MeetingSummary> Meetings { get; set; } = [];

    /// <summary>How often the nodes were asked for.</summary>
    public int Calls => Volatile.Read(ref _calls);

    public Task<IReadOnlyList<NodeInfo>> GetNodesAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return Fault is { } fault ? Task.FromException<IReadOnlyList<NodeInfo>>(fault) : Task.FromResult(Nodes);
    }

    public Task<IReadOnlyList<MeetingSummary>> GetActiveAsync(CancellationToken cancellationToken) =>
        Fault is { } fault ? Task.FromException<IReadOnlyList<MeetingSummary>>(fault) : Task.FromResult(Meetings);

    public Task<NodeInfo> SetStateAsync(string id, NodeState state, CancellationToken cancellationToken)
    {
        ThrowIfAway();
        Nodes = [.. Nodes.Select(node => node.Id == id ? node with { Status = state } : node)];
        return Task.FromResult(Nodes.Single(node => node.Id == id));
    }

    public Task ForgetAsync(string id, CancellationToken cancellationToken)
    {
        ThrowIfAway();
        Nodes = [.. Nodes.Where(node => node.Id != id)];
        return Task.CompletedTask;
    }

    private void ThrowIfAway()
    {
        if (Fault is { } fault)
        {
            throw fault;
        }
    }
}
