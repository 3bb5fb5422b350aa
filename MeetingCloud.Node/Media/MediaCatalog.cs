using System.Collections.Concurrent;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Media;

/// <summary>
/// The pictures and tracks kept here that no meeting need name, with the time of their last use: empty files
/// <c>media/&lt;sha256&gt;</c>, whose last write is that time. Without its file a blob is swept as litter.
/// </summary>
internal sealed class MediaCatalog(NodeOptions options, BlobStore store, TimeProvider time, ILogger<MediaCatalog> logger)
{
    /// <summary>Uses closer together than this are not told apart after a restart.</summary>
    private static readonly TimeSpan s_noteEvery = TimeSpan.FromMinutes(1);

    private readonly string _folder = Path.Combine(Path.GetFullPath(options.StoragePath), "media");
    private readonly ConcurrentDictionary<BlobHash, MediaUse> _uses = new();

    /// <summary>At the start: takes up what the last process kept, and forgets what is not there any more.</summary>
    public void Load()
    {
        Directory.CreateDirectory(_folder);
        foreach (var file in new DirectoryInfo(_folder).EnumerateFiles())
        {
            if (BlobHash.TryParse(file.Name, out var hash) && store.TryGetSize(hash, out var size))
            {
                var used = new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero);
                _uses[hash] = new MediaUse(size, used, used);
            }
            else
            {
                file.Delete();
            }
        }
    }

    public bool Contains(BlobHash hash) => _uses.ContainsKey(hash);

    /// <summary>Keeps a stored blob from now on, or notes that it is used again.</summary>
    public void Touch(BlobHash hash, long size)
    {
        var now = time.GetUtcNow();
        while (true)
        {
            if (!_uses.TryGetValue(hash, out var before))
            {
                if (_uses.TryAdd(hash, new MediaUse(size, now, now)))
                {
                    Note(hash, now);
                    return;
                }
            }
            else
            {
                var isDue = now - before.Noted >= s_noteEvery;
                if (_uses.TryUpdate(hash, new MediaUse(size, now, isDue ? now : before.Noted), before))
                {
                    if (isDue)
                    {
                        Note(hash, now);
                    }

                    return;
                }
            }
        }
    }

    /// <summary>Bytes of those that may go.</summary>
    public long Bytes(Func<BlobHash, bool> mayGo) => _uses.Where(use => mayGo(use.Key)).Sum(use => use.Value.Size);

    /// <summary>The one unused for longest of those that may go; null where there is none.</summary>
    public (BlobHash Hash, DateTimeOffset LastUse)? Oldest(Func<BlobHash, bool> mayGo)
    {
        (BlobHash Hash, DateTimeOffset LastUse)? oldest = null;
        foreach (var (hash, use) in _uses)
        {
            if ((oldest is null || use.Last < oldest.Value.LastUse) && mayGo(hash))
            {
                oldest = (hash, use.Last);
            }
        }

        return oldest;
    }

    /// <summary>Keeps it no longer; its bytes are the caller's to delete.</summary>
    public void Remove(BlobHash hash)
    {
        _uses.TryRemove(hash, out _);
        File.Delete(PathOf(hash));
    }

    private void Note(BlobHash hash, DateTimeOffset now)
    {
        try
        {
            using var file = File.OpenHandle(PathOf(hash), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            File.SetLastWriteTimeUtc(file, now.UtcDateTime);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Then the blob does not outlive this process; those who listen are not to suffer for it.
            logger.NotNoted(exception, hash);
        }
    }

    private string PathOf(BlobHash hash) => Path.Combine(_folder, hash.ToString());

    /// <param name="Size">Bytes.</param>
    /// <param name="Last">When it was last opened.</param>
    /// <param name="Noted">The same as its file has it.</param>
    private sealed record MediaUse(long Size, DateTimeOffset Last, DateTimeOffset Noted);
}
