namespace MeetingCloud.Api.Nodes;

/// <summary>
/// The event streams that nodes keep open. The kernel closes a dead process's connections at once, so a stream that ends without the
/// node opening another tells of its death long before its heartbeat is missed.
/// </summary>
internal sealed class NodeLines(NodeRegistry registry, NodeRegistrySync sync, ILogger<NodeLines> logger)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);

    /// <summary>Notes a stream of a node, until it is disposed.</summary>
    /// <param name="nodeId">Null or unknown: a listener that is no node, of which nothing is concluded.</param>
    /// <param name="stopping">Streams that end because this instance stops say nothing of their nodes.</param>
    public async ValueTask<IAsyncDisposable> OpenAsync(string? nodeId, CancellationToken stopping)
    {
        NodeRecord? node;
        lock (_lock)
        {
            node = nodeId is null ? null : registry.Found(nodeId);
            if (node is not null)
            {
                _open[node.Id] = _open.GetValueOrDefault(node.Id) + 1;
            }
        }

        if (node is not null)
        {
            await sync.SavedAsync(node);
        }

        return new Line(this, node?.Id, stopping);
    }

    private async ValueTask CloseAsync(string nodeId, CancellationToken stopping)
    {
        lock (_lock)
        {
            if (--_open[nodeId] > 0)
            {
                return;
            }

            _open.Remove(nodeId);
        }

        if (!stopping.IsCancellationRequested && registry.Lose(nodeId) is not null)
        {
            Log.LineBroke(logger, nodeId);
            await sync.LostAsync(nodeId);
        }
    }

    private sealed class Line(NodeLines lines, string? nodeId, CancellationToken stopping) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => nodeId is null ? default : lines.CloseAsync(nodeId, stopping);
    }
}
