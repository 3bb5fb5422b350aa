using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Api.Origins;

/// <summary>The origin of a control plane without WebDAV servers: the folder <c>UPLOAD_DIR</c>.</summary>
internal sealed class DiskOrigin(BlobStore blobs) : IOrigin
{
    public Task<BlobInfo> AddAsync(Stream content, long? length, CancellationToken cancellationToken) =>
        blobs.AddAsync(content, expectedHash: null, length, cancellationToken);

    public Task AddFileAsync(string path, BlobInfo blob, CancellationToken cancellationToken) => blobs.AddFileAsync(path, blob, cancellationToken);

    public Task<bool> ContainsAsync(BlobHash hash, CancellationToken cancellationToken) => Task.FromResult(blobs.TryGetSize(hash, out _));

    public bool Discard(BlobHash hash, DateTimeOffset unlessAddedSince) => blobs.Delete(hash, unlessAddedSince);

    public ValueTask<IBlobContent?> FindAsync(BlobHash hash, CancellationToken cancellationToken) => new(blobs.OpenRead(hash));

    public ValueTask<IBlobContent> OpenAsync(BlobHash hash, long size, CancellationToken cancellationToken) =>
        blobs.OpenAsync(hash, size, cancellationToken);
}
