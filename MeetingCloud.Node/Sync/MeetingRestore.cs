using MeetingCloud.Node.Eviction;
using MeetingCloud.Node.Media;
using MeetingCloud.Node.Peers;
using MeetingCloud.Node.Registration;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Sync;

/// <summary>At the start, before the first request: takes up what the last process left, so that it is served without the control plane.</summary>
internal sealed class MeetingRestore(
    BlobStore store,
    StorageBudget budget,
    MediaCatalog media,
    NodeIdentity identity,
    MeetingStates states,
    MeetingCatalog catalog,
    MetadataFetcher metadata,
    NodeBlobs blobs,
    ILogger<MeetingRestore> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        store.DeleteStaleTemporaries();
        budget.Recount();
        media.Load();
        await identity.LoadAsync(cancellationToken);
        var restored = 0;
        foreach (var state in states.Load())
        {
            if (await LayoutAsync(state, cancellationToken) is not { } layout)
            {
                logger.NotRestored(state.Id);
                continue;
            }

            var package = catalog.Hold(layout, state.FileName, BlobSources.None);
            var isDamaged = layout.Blobs.Any(blob => !blobs.IsStored(blob.Hash, blob.Size));
            catalog.SetReady(state.Id, state.Status, state.Version, package, isDamaged, state.LastUsed);
            package.Release();
            restored++;
        }

        logger.Restored(restored);
    }

    /// <summary>Keeps when meetings were last used, which only the order of eviction needs.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var entry in catalog.Entries)
        {
            if (entry.Ready is { } ready)
            {
                try
                {
                    await states.SaveAsync(
                        new MeetingState(entry.Id, entry.Status, entry.ReadyVersion, ready.Layout.ETag, ready.FileName, entry.LastUse.Time),
                        cancellationToken);
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    logger.NotSaved(exception, entry.Id);
                }
            }
        }
    }

    private async Task<Storage.Packages.PackageLayout?> LayoutAsync(MeetingState state, CancellationToken cancellationToken)
    {
        try
        {
            return await metadata.GetStoredAsync(BlobHash.Parse(state.Etag), cancellationToken);
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
        {
            // Written by a newer program, or not to be read: one meeting that has to be fetched again keeps no other from being served.
            return null;
        }
    }
}
