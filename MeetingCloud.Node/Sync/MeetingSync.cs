using System.Net;
using MeetingCloud.Contracts;
using MeetingCloud.Node.Eviction;
using MeetingCloud.Node.Peers;
using MeetingCloud.Node.Registration;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Sync;

/// <summary>Brings one meeting to what the control plane says of it: manifest, metadata, blobs, and then the new version is ready.</summary>
internal sealed class MeetingSync(
    ControlPlaneClient controlPlane,
    NodeIdentity identity,
    ControlPlaneState registration,
    MeetingCatalog catalog,
    MeetingStates states,
    MetadataFetcher metadata,
    NodeBlobs blobs,
    WantedBlobs wanted,
    StorageEviction eviction,
    HeartbeatSignal heartbeat,
    TimeProvider time,
    ILogger<MeetingSync> logger)
{
    // A few at a time: enough to fill a line with small files, few enough that a large one gets through.
    private const int BlobsAtATime = 6;

    /// <exception cref="ControlPlaneException">The control plane does not answer.</exception>
    /// <exception cref="IOException">A blob cannot be had for now, or there is no room.</exception>
    public async Task RunAsync(string id, MeetingJob job, CancellationToken cancellationToken)
    {
        var manifest = await GetManifestAsync(id, cancellationToken);
        if (manifest is null)
        {
            await DeleteAsync(id);
            job.SetPrepared(false);
            return;
        }

        if (manifest.Status != MeetingStatus.Active)
        {
            await CloseAsync(id, cancellationToken);
            job.SetPrepared(false);
            return;
        }

        var package = await PrepareAsync(manifest, cancellationToken);
        using var ownership = package;
        job.SetPrepared(true);
        using var announcement = wanted.Add(package.Blobs, package.Held.Sources);
        using var fetch = new MeetingFetch(job, manifest.Version, time, cancellationToken);
        try
        {
            await Parallel.ForEachAsync(
                package.Blobs,
                new ParallelOptions { MaxDegreeOfParallelism = BlobsAtATime, CancellationToken = fetch.Token },
                async (blob, cancellation) =>
                {
                    await blobs.EnsureAsync(blob.Hash, blob.Size, package.Held.Sources, cancellation);
                    package.Room.Fulfil(blob.Hash);
                });
            await SetReadyAsync(manifest, package.Held, cancellationToken);
        }
        catch (OperationCanceledException) when (fetch.IsSuperseded && !cancellationToken.IsCancellationRequested)
        {
            // The job starts over. Transfers go on meanwhile: those that the next version does not need end when it takes this one's place.
            logger.Superseded(id, manifest.Version);
        }
        catch (StorageFullException exception)
        {
            // There was room when it was counted: something else has filled the disk since.
            TellNoRoom(manifest, exception);
            throw;
        }
    }

    private async Task<Manifest?> GetManifestAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await controlPlane.GetManifestAsync(id, identity.Id, cancellationToken);
        }
        catch (ControlPlaneException exception) when (exception.Status == HttpStatusCode.Forbidden)
        {
            registration.SetUnregistered();
            heartbeat.Set();
            throw;
        }
    }

    /// <summary>Makes the manifest's package the one to fetch, with room for what is missing.</summary>
    private async Task<PreparedPackage> PrepareAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        if (!BlobHash.TryParse(manifest.Package.Etag, out var hash))
        {
            throw new FormatException("The manifest's etag is no SHA-256.");
        }

        var sources = BlobSources.Of(manifest);
        var held = FindHeld(manifest, hash);
        if (held is null)
        {
            var layout = await metadata.GetAsync(hash, sources, cancellationToken);
            if (ManifestCheck.Compare(manifest, layout) is { } difference)
            {
                logger.BadManifest(manifest.Id, difference);
                throw new FormatException($"The manifest and the package's metadata do not agree: {difference}.");
            }

            held = catalog.Hold(layout, manifest.Package.FileName, sources);
        }

        held.Sources = sources;

        try
        {
            // Active from now on, so that making room does not evict it.
            catalog.SetKnown(manifest.Id, manifest.Version, problem: null);
            await DropSupersededAsync(manifest.Id, held);
            var all = held.Blobs.Distinct().ToList();
            var missing = all.FindAll(blob => !blobs.IsStored(blob.Hash, blob.Size));
            var room = await eviction.MakeRoomAsync(missing, cancellationToken);
            try
            {
                // Not before there is room: on a full disk it is the metadata that has to make closed meetings go.
                await metadata.StoreAsync(held.Layout, cancellationToken);
                room.Fulfil(held.Layout.MetadataHash);
            }
            catch
            {
                room.Dispose();
                throw;
            }

            if (catalog.Find(manifest.Id) is { } entry && entry.Ready != held && entry.Target != held)
            {
                logger.Fetching(manifest.Id, manifest.Version, missing.Count, all.Count);
                catalog.SetTarget(manifest.Id, manifest.Version, held);
            }

            return new PreparedPackage(held, all, room);
        }
        catch (Exception exception)
        {
            held.Release();
            if (exception is StorageFullException full)
            {
                TellNoRoom(manifest, full);
            }

            throw;
        }
    }

    /// <summary>Ends the fetch of what is out of date before it is whole, but for what both versions need: its room is wanted.</summary>
    private async Task DropSupersededAsync(string id, HeldPackage next)
    {
        if (catalog.Find(id)?.Target is { } target && target != next)
        {
            catalog.DropTarget(id);
            await catalog.Released;
        }
    }

    private void TellNoRoom(Manifest manifest, StorageFullException exception)
    {
        logger.NoRoom(manifest.Id, exception.Message);
        catalog.SetKnown(manifest.Id, manifest.Version, exception.Message);
        heartbeat.Set();
    }

    /// <summary>The package of the manifest, where it is held or being fetched already, with a share for the caller.</summary>
    private HeldPackage? FindHeld(Manifest manifest, BlobHash metadataHash)
    {
        var entry = catalog.Find(manifest.Id);
        foreach (var package in new[] { entry?.Target, entry?.Ready })
        {
            if (package?.Layout.MetadataHash == metadataHash && package.FileName == manifest.Package.FileName && package.TryAcquire())
            {
                return package;
            }
        }

        return null;
    }

    private async Task SetReadyAsync(Manifest manifest, HeldPackage package, CancellationToken cancellationToken)
    {
        var before = catalog.Find(manifest.Id);
        if (before is { IsClaimed: true } && before.Ready == package && before.ReadyVersion == manifest.Version)
        {
            return;
        }

        var lastUse = before?.LastUse.Time ?? manifest.Time;
        // On the disk first: what is said to be ready is still so after a crash.
        await states.SaveAsync(
            new MeetingState(manifest.Id, MeetingStatus.Active, manifest.Version, package.Layout.ETag, package.FileName, lastUse),
            cancellationToken);
        // What the scrub took away since it came is fetched when the job runs again, as it was told to.
        var isDamaged = package.Blobs.Any(blob => !blobs.IsStored(blob.Hash, blob.Size));
        catalog.SetReady(manifest.Id, MeetingStatus.Active, manifest.Version, package, isDamaged);
        logger.Ready(manifest.Id, manifest.Version, package.Layout.FileCount, package.Length);
        heartbeat.Set();
    }

    private async Task CloseAsync(string id, CancellationToken cancellationToken)
    {
        if (catalog.Find(id) is not { IsClosed: false } entry)
        {
            return;
        }

        logger.Closed(id);
        if (entry.Ready is null)
        {
            await DeleteAsync(id);
            return;
        }

        catalog.Close(id);
        await states.SaveAsync(
            new MeetingState(
                id, MeetingStatus.Closed, entry.ReadyVersion, entry.Ready.Layout.ETag, entry.Ready.FileName, entry.LastUse.Time),
            cancellationToken);
        heartbeat.Set();
    }

    private async Task DeleteAsync(string id)
    {
        if (catalog.Find(id) is null)
        {
            return;
        }

        logger.Deleted(id);
        await eviction.RemoveAsync(id);
        heartbeat.Set();
    }

    private sealed record PreparedPackage(HeldPackage Held, IReadOnlyList<(BlobHash Hash, long Size)> Blobs, StorageReservation Room)
        : IDisposable
    {
        public void Dispose()
        {
            Room.Dispose();
            Held.Release();
        }
    }
}
