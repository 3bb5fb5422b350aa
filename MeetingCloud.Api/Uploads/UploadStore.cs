using System.Collections.Concurrent;
using MeetingCloud.Api.Http;
using MeetingCloud.Api.Meetings;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Api.Uploads;

/// <summary>The uploads of this process, by id.</summary>
internal sealed class UploadStore(
    UploadFolder folder, UploadOptions options, BlobStore blobs, BlobStoreOptions blobOptions, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<string, Upload> _uploads = new(StringComparer.Ordinal);

    public static ProblemException NotFound(string id) => new(Problem.NotFound($"There is no upload '{id}' (any more). Begin a new one."));

    /// <summary>Finds what a process before this one left.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var (record, offset, lastWrite) in await folder.LoadAsync(cancellationToken))
        {
            Add(record, offset, lastWrite).IsKept = true;
        }
    }

    /// <summary>Begins an upload, which ends with this process unless <see cref="KeepAsync"/> is called.</summary>
    /// <exception cref="StorageFullException">There is no room for so many bytes.</exception>
    public Upload Create(UploadTarget target, long length, string metadata)
    {
        EnsureRoom(length);
        return Add(new UploadRecord(MeetingStore.NewId(), length, target, metadata, IsStored: false), offset: 0, time.GetUtcNow());
    }

    /// <summary>From here on an upload outlives this process. One that is done in its first request has no need to.</summary>
    public async Task KeepAsync(Upload upload)
    {
        await folder.SaveAsync(upload.Record);
        upload.IsKept = true;
    }

    /// <exception cref="ProblemException">404, or 410 where it has expired.</exception>
    public Upload Get(string id)
    {
        var upload = _uploads.GetValueOrDefault(id) ?? throw NotFound(id);
        return upload.IsExpired
            ? throw new ProblemException(Problem.Create(StatusCodes.Status410Gone, "The upload has expired. Begin a new one."))
            : upload;
    }

    /// <summary>Ends an upload and deletes what has arrived. The file that it has become, if it has, stays.</summary>
    public async Task TerminateAsync(Upload upload, CancellationToken cancellationToken)
    {
        await upload.EndAsync(cancellationToken);
        folder.Delete(upload.Id);
        // Not all of it: somebody may still wait for a turn, to learn that there is no upload any more.
        _uploads.TryRemove(upload.Id, out _);
        upload.Bytes.Dispose();
    }

    /// <summary>Deletes what has expired.</summary>
    /// <returns>How many.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var expired = _uploads.Values.Where(upload => upload.IsExpired).ToList();
        foreach (var upload in expired)
        {
            await TerminateAsync(upload, cancellationToken);
        }

        return expired.Count;
    }

    public void Dispose()
    {
        foreach (var upload in _uploads.Values)
        {
            upload.Dispose();
        }
    }

    private Upload Add(UploadRecord record, long offset, DateTimeOffset lastActivity)
    {
        var bytes = new UploadBytes(record.Id, record.Length, offset, folder, EnsureRoom);
        return _uploads[record.Id] = new Upload(record, bytes, lastActivity, options, time);
    }

    private void EnsureRoom(long bytes)
    {
        var free = blobs.MeasureSpace().Free;
        if (free - blobOptions.ReservedBytes < bytes)
        {
            throw new StorageFullException($"{free} bytes are free for uploads, of which {blobOptions.ReservedBytes} are kept free.");
        }
    }
}
