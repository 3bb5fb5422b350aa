namespace MeetingCloud.Api.Nodes;

/// <summary>
/// The newest event stream of each node, as far as this instance knows. Streams have numbers that grow over all instances, so that news of
/// an old one does not count against a node that has opened another by now, wherever that is.
/// </summary>
internal sealed class OpenLines
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Newest> _newest = new(StringComparer.Ordinal);

    /// <summary>The number of a node's newest stream; 0 where none is known.</summary>
    public long NewestOf(string nodeId)
    {
        lock (_lock)
        {
            return _newest.GetValueOrDefault(nodeId).Number;
        }
    }

    /// <summary>A stream was opened.</summary>
    /// <param name="isHere">At this instance.</param>
    /// <returns>Whether it is the node's newest.</returns>
    public bool Opened(string nodeId, long number, bool isHere)
    {
        lock (_lock)
        {
            var isNewest = number > _newest.GetValueOrDefault(nodeId).Number;
            if (isNewest)
            {
                _newest[nodeId] = new Newest(number, isHere);
            }

            return isNewest;
        }
    }

    /// <summary>A stream ended.</summary>
    /// <returns>Whether it was the node's newest, so that the node has none now.</returns>
    public bool Closed(string nodeId, long number)
    {
        lock (_lock)
        {
            var newest = _newest.GetValueOrDefault(nodeId);
            if (number < newest.Number)
            {
                return false;
            }

            _newest[nodeId] = new Newest(number, IsOpenHere: false);
            return true;
        }
    }

    /// <summary>Whether this instance has the node's newest stream open.</summary>
    public bool IsOpenHere(string nodeId)
    {
        lock (_lock)
        {
            return _newest.GetValueOrDefault(nodeId).IsOpenHere;
        }
    }

    public void Forget(string nodeId)
    {
        lock (_lock)
        {
            if (_newest.TryGetValue(nodeId, out var newest) && !newest.IsOpenHere)
            {
                _newest.Remove(nodeId);
            }
        }
    }

    private readonly record struct Newest(long Number, bool IsOpenHere);
}
