using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Origins;

namespace MeetingCloud.Tests.Storage.Origins.Support;

/// <summary>A catalog in memory, that can fail.</summary>
internal sealed class MemoryCatalog : IOriginCatalog
{
    private readonly Lock _lock = new();
    private readonly List<Row> _rows = [];

    /// <summary>Called before each change, with the copy's state from then on; what it throws is the catalog's failure.</summary>
    public Action<OriginCopyState>? Changing { get; set; }

    public IReadOnlyList<OriginCopy> Copies
    {
        get
        {
            lock (_lock)
            {
                return [.. _rows.Select(row => row.Copy)];
            }
        }
    }

    public IReadOnlyList<OriginCopy> Of(BlobHash blob)
    {
        lock (_lock)
        {
            return [.. _rows.Where(row => row.Blob == blob).Select(row => row.Copy)];
        }
    }

    public ValueTask<IReadOnlyList<OriginCopy>> FindAsync(BlobHash blob, CancellationToken cancellationToken) => new(Of(blob));

    public Task<bool> AddAsync(
        BlobHash blob, long size, OriginCopy copy, Func<IReadOnlyList<OriginCopy>, bool>? isWanted, CancellationToken cancellationToken)
    {
        Changing?.Invoke(copy.State);
        lock (_lock)
        {
            if (isWanted?.Invoke(Of(blob)) is false)
            {
                return Task.FromResult(false);
            }

            _rows.Add(new Row(blob, copy));
        }

        return Task.FromResult(true);
    }

    public Task<bool> SetStateAsync(string copyId, OriginCopyState state, CancellationToken cancellationToken)
    {
        Changing?.Invoke(state);
        lock (_lock)
        {
            var index = _rows.FindIndex(row => row.Copy.Id == copyId && row.Copy.State != OriginCopyState.Deleting);
            if (index >= 0)
            {
                _rows[index] = _rows[index] with { Copy = _rows[index].Copy with { State = state } };
            }

            return Task.FromResult(index >= 0);
        }
    }

    public Task RemoveAsync(string copyId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _rows.RemoveAll(row => row.Copy.Id == copyId);
        }

        return Task.CompletedTask;
    }

    private sealed record Row(BlobHash Blob, OriginCopy Copy);
}
