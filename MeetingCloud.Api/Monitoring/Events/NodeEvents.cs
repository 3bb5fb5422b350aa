using System.Threading.Channels;
using MeetingCloud.Api.Data;
using MeetingCloud.Contracts;

namespace MeetingCloud.Api.Monitoring.Events;

/// <summary>
/// Takes down what befalls nodes. It is written in the background: no heartbeat waits for the database, and none fails with it.
/// </summary>
internal sealed class NodeEvents(TimeProvider time)
{
    /// <summary>Far more than a cluster makes in the time a database may be away; past it the oldest go.</summary>
    private const int Backlog = 10_000;

    private readonly Channel<NodeEventRow> _events = Channel.CreateBounded<NodeEventRow>(
        new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public ChannelReader<NodeEventRow> Reader => _events.Reader;

    public void Add(string nodeId, NodeEventKind kind, string? reason = null) => _events.Writer.TryWrite(
        new NodeEventRow { NodeId = nodeId, Kind = kind, At = time.GetUtcNow(), Reason = reason });

    /// <summary>Nothing more comes: the writer ends with what is there.</summary>
    public void Complete() => _events.Writer.TryComplete();
}
