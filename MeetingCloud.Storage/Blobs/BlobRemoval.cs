using Microsoft.Extensions.Logging;

namespace MeetingCloud.Storage.Blobs;

/// <summary>Takes blobs out of a store: deletes those that are not wanted, puts bad ones into quarantine, and sweeps up what was left.</summary>
internal sealed class BlobRemoval(
    BlobStoreOptions options, BlobFolder folder, BlobLocks locks, OpenFileCache open, PartialBlobs partials, TimeProvider time, ILogger<BlobStore> logger)
{
    private const int VerifyBuffer = 128 << 10;

    private long _quarantined;

    /// <summary>Blobs that were found bad so far.</summary>
    public long Quarantined => Interlocked.Read(ref _quarantined);

    public bool Delete(BlobHash hash, DateTimeOffset? unlessAddedSince)
    {
        lock (locks.Of(hash))
        {
            var file = new FileInfo(folder.Blob(hash));
            if (!file.Exists || file.LastWriteTimeUtc >= unlessAddedSince?.UtcDateTime)
            {
                return false;
            }

            try
            {
                if (unlessAddedSince is { } since)
                {
                    return DeleteUnlessFresh(hash, since);
                }

                file.Delete();
                return true;
            }
            finally
            {
                open.Remove(hash);
            }
        }
    }

    public async Task<BlobCondition> InspectAsync(BlobHash hash, Func<int, CancellationToken, ValueTask>? pace, CancellationToken cancellationToken)
    {
        while (true)
        {
            var path = folder.Blob(hash);
            var added = File.GetLastWriteTimeUtc(path);
            try
            {
                if (await FileHasher.HashAsync(path, VerifyBuffer, pace, cancellationToken) == hash)
                {
                    return BlobCondition.Sound;
                }
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                return BlobCondition.Absent;
            }
            catch (UnreadableFileException exception)
            {
                logger.Unreadable(exception, hash);
            }

            lock (locks.Of(hash))
            {
                // A good copy may have come while the bad one was read: that one has to be looked at for itself.
                if (File.GetLastWriteTimeUtc(path) == added)
                {
                    return MoveToQuarantine(hash);
                }
            }
        }
    }

    public int DeleteStaleTemporaries()
    {
        RestoreAside();
        var oldest = time.GetUtcNow().UtcDateTime - options.Retention;
        var temporaries = folder.Temporaries().ToLookup(path => path.EndsWith(BlobFolder.TemporaryExtension, StringComparison.Ordinal));
        var removed = temporaries[false].Where(IsOld).Count(partials.TryDelete)
            + folder.Quarantined().Where(IsOld).ToList().Count(DurableFile.TryDelete)
            + temporaries[true].Count(TemporaryFile.TryDeleteAbandoned);
        if (removed > 0)
        {
            logger.StaleRemoved(removed);
        }

        return removed;

        bool IsOld(string path) => File.GetLastWriteTimeUtc(path) < oldest;
    }

    // Another process may add the blob between a look at its age and its deletion, and count on it from then on: it is looked at once more
    // where nobody else can find it.
    private bool DeleteUnlessFresh(BlobHash hash, DateTimeOffset since)
    {
        var (path, aside) = (folder.Blob(hash), folder.NewAside(hash));
        try
        {
            File.Move(path, aside);
            var file = new FileInfo(aside);
            if (file.Exists && file.LastWriteTimeUtc < since.UtcDateTime)
            {
                file.Delete();
                return true;
            }

            DurableFile.Publish(aside, path);
        }
        catch (FileNotFoundException)
        {
            // Another process was faster: it has deleted the blob, or put it back.
        }

        return false;
    }

    // Whoever put them aside was cut off before it knew whether they are counted on. One too many goes with the next sweep.
    private void RestoreAside()
    {
        foreach (var (aside, hash) in folder.Aside())
        {
            lock (locks.Of(hash))
            {
                var path = folder.Blob(hash);
                if (!File.Exists(path))
                {
                    TryRestore(hash, aside, path);
                }
            }
        }
    }

    private void TryRestore(BlobHash hash, string aside, string path)
    {
        try
        {
            // Not over one that another process adds at this moment: that one is younger.
            File.Move(aside, path, overwrite: false);
            DurableFile.FlushDirectory(Path.GetDirectoryName(path)!);
            logger.Restored(hash);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is there now, or the disk takes nothing: the next round tries again.
        }
    }

    private BlobCondition MoveToQuarantine(BlobHash hash)
    {
        var quarantine = folder.Quarantine(hash);
        try
        {
            File.Move(folder.Blob(hash), quarantine, overwrite: true);
        }
        catch (FileNotFoundException)
        {
            return BlobCondition.Absent;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A disk that goes bad is often made read-only by its system.
            logger.Stuck(exception, hash);
            return BlobCondition.Stuck;
        }
        finally
        {
            open.Remove(hash);
        }

        Interlocked.Increment(ref _quarantined);
        logger.Quarantined(hash);
        Renew(quarantine);
        return BlobCondition.Bad;
    }

    // A rename keeps the time of the last write, and the blob may have been here for years: it is kept from now on.
    private void Renew(string quarantined)
    {
        try
        {
            File.SetLastWriteTimeUtc(quarantined, time.GetUtcNow().UtcDateTime);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Then it goes earlier: out of service it is.
        }
    }
}
