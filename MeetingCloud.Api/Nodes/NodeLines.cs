namespace MeetingCloud.Api.Nodes;

/// <summary>
/// The event streams that nodes keep open. The kernel closes a dead process's connections at once, so a stream that ends without the
/// node opening another, here or at another instance, tells of its death long before its heartbeat is missed.
/// </summary>
internal sealed class NodeLines(NodeRegistry registry, NodeRegistrySync sync, OpenLines open, ILogger<NodeLines> logger)
{
    /// <summary>Notes a stream of a node, until it is disposed.</summary>
    /// <param name="nodeId">Null or unknown: a listener that is no node, of which nothing is concluded.</param>
    /// <param name="stopping">Streams that end because this instance stops say nothing of their nodes.</param>
    public async ValueTask<IAsyncDisposable> OpenAsync(string? nodeId, CancellationToken stopping)
    {
        if (nodeId is null || await sync.FindAsync(nodeId) is null)
        {
            return new Line(this, null, 0, stopping);
        }

        var number = await sync.NextLineAsync(nodeId);
        if (open.Opened(nodeId, number, isHere: true) && registry.Found(nodeId) is { } node)
        {
            await sync.FoundAsync(node, number);
        }

        return new Line(this, nodeId, number, stopping);
    }

    private async ValueTask CloseAsync(string nodeId, long number, CancellationToken stopping)
    {
        if (open.Closed(nodeId, number) && !stopping.IsCancellationRequested && registry.Lose(nodeId) is not null)
        {
            Log.LineBroke(logger, nodeId);
            await sync.LostAsync(nodeId, number);
        }
    }

    private sealed class Line(NodeLines lines, string? nodeId, long number, CancellationToken stopping) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => nodeId is null ? default : lines.CloseAsync(nodeId, number, stopping);
    }
}
