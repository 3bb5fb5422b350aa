namespace MeetingCloud.Storage.Blobs;

/// <summary>
/// The blobs that were read last, kept open: a package of 64 KiB is served without opening a file. Bounded; the one unused for
/// longest goes first, and is closed when its last reader is done.
/// </summary>
internal sealed class OpenFileCache(int capacity) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<BlobHash, LinkedListNode<(BlobHash Hash, SharedFile File)>> _files = [];
    private readonly LinkedList<(BlobHash Hash, SharedFile File)> _byUse = [];
    private long _removals;

    /// <summary>How often a blob was let go of so far: to be read before a file is opened, for <see cref="Add"/>.</summary>
    public long Removals => Interlocked.Read(ref _removals);

    /// <summary>The file with a share for the caller, or null where it is not open.</summary>
    public SharedFile? Find(BlobHash hash)
    {
        lock (_lock)
        {
            if (!_files.TryGetValue(hash, out var node) || !node.Value.File.TryAcquire())
            {
                return null;
            }

            if (node != _byUse.First)
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
            }

            return node.Value.File;
        }
    }

    /// <summary>
    /// Keeps a file that was just opened, unless a blob was let go of since: it may be this one, whose file would be given out for ever.
    /// Another thread may have been faster: then both serve, and the newer stays.
    /// </summary>
    /// <param name="removals">What <see cref="Removals"/> was before the file was opened.</param>
    public void Add(BlobHash hash, SharedFile file, long removals)
    {
        if (capacity == 0 || !file.TryAcquire())
        {
            return;
        }

        SharedFile? replaced = null;
        lock (_lock)
        {
            if (_removals != removals)
            {
                replaced = file;
            }
            else
            {
                if (_files.Remove(hash, out var old))
                {
                    replaced = old.Value.File;
                    _byUse.Remove(old);
                }
                else if (_files.Count >= capacity)
                {
                    var last = _byUse.Last!;
                    replaced = last.Value.File;
                    _files.Remove(last.Value.Hash);
                    _byUse.RemoveLast();
                }

                _files.Add(hash, _byUse.AddFirst((hash, file)));
            }
        }

        replaced?.Release();
    }

    /// <summary>Lets go of a blob whose file was deleted, replaced or quarantined. To be called after that was done.</summary>
    public void Remove(BlobHash hash)
    {
        SharedFile? removed = null;
        lock (_lock)
        {
            _removals++;
            if (_files.Remove(hash, out var node))
            {
                removed = node.Value.File;
                _byUse.Remove(node);
            }
        }

        removed?.Release();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var (_, file) in _byUse)
            {
                file.Release();
            }

            _byUse.Clear();
            _files.Clear();
        }
    }
}
