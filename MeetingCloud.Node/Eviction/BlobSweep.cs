using MeetingCloud.Node.Media;
using MeetingCloud.Node.Peers;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Eviction;

/// <summary>
/// Deletes blobs, and what has come of them, that no meeting needs and that are not kept as media: left by a process that was killed, or
/// by transfers that outlived their meeting. Only to be run while it is known of all active meetings which blobs they need.
/// </summary>
internal sealed class BlobSweep(
    BlobStore store,
    BlobReferences references,
    WantedBlobs wanted,
    MediaCatalog media,
    NodeBlobs blobs,
    StorageBudget budget,
    TimeProvider time,
    ILogger<BlobSweep> logger)
{
    private static readonly TimeSpan s_grace = TimeSpan.FromMinutes(10);

    public void Run()
    {
        var before = time.GetUtcNow() - s_grace;
        var (swept, failed) = (0, 0);
        Exception? reason = null;
        foreach (var blob in budget.CountStored())
        {
            if (blob.LastWrite < before && !media.Contains(blob.Hash))
            {
                try
                {
                    references.DeleteIfUnneeded(blob.Hash, hash =>
                    {
                        blobs.Delete(hash, unlessAddedSince: before);
                        swept++;
                    });
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    failed++;
                    reason = exception;
                }
            }
        }

        foreach (var part in store.EnumeratePartial().Where(part => part.LastWrite < before && !IsWanted(part.Hash)))
        {
            swept += store.DeletePartial(part.Hash) ? 1 : 0;
        }

        store.DeleteStaleTemporaries();
        if (swept > 0)
        {
            logger.Swept(swept);
        }

        if (reason is not null)
        {
            logger.NotSwept(reason, failed);
        }
    }

    private bool IsWanted(BlobHash hash) => references.TryGetSize(hash, out _) || wanted.Find(hash) is not null;
}
