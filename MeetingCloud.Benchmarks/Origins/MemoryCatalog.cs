using System.Collections.Concurrent;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Origins;

namespace MeetingCloud.Benchmarks.Origins;

/// <summary>A catalog that costs nothing, so that the pool alone is measured.</summary>
internal sealed class MemoryCatalog : IOriginCatalog
{
    private readonly ConcurrentDictionary<string, (BlobHash Blob, OriginCopy Copy)> _copies = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<BlobHash, ConcurrentDictionary<string, byte>> _blobs = new();

    public ValueTask<IReadOnlyList<OriginCopy>> FindAsync(BlobHash blob, CancellationToken cancellationToken) => new(
        _blobs.TryGetValue(blob, out var ids) ? [.. ids.Keys.Select(id => _copies[id].Copy)] : (IReadOnlyList<OriginCopy>)[]);

    public async Task<bool> AddAsync(
        BlobHash blob, long size, OriginCopy copy, Func<IReadOnlyList<OriginCopy>, bool>? isWanted, CancellationToken cancellationToken)
    {
        if (isWanted is not null && !isWanted(await FindAsync(blob, cancellationToken)))
        {
            return false;
        }

        _copies[copy.Id] = (blob, copy);
        _blobs.GetOrAdd(blob, _ => new(StringComparer.Ordinal))[copy.Id] = 0;
        return true;
    }

    public Task<bool> SetStateAsync(string copyId, OriginCopyState state, CancellationToken cancellationToken)
    {
        var (blob, copy) = _copies[copyId];
        _copies[copyId] = (blob, copy with { State = state });
        return Task.FromResult(true);
    }

    public Task RemoveAsync(string copyId, CancellationToken cancellationToken)
    {
        if (_copies.TryGetValue(copyId, out var entry))
        {
            _blobs[entry.Blob].TryRemove(copyId, out _);
            _copies.TryRemove(copyId, out _);
        }

        return Task.CompletedTask;
    }

    /// <summary>Forgets everything: the same files can be stored again.</summary>
    public void Clear()
    {
        _blobs.Clear();
        _copies.Clear();
    }
}
