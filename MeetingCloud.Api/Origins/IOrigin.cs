using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Api.Origins;

/// <summary>Where the bytes of all files are kept for good: this machine's disk, or a pool of WebDAV servers.</summary>
internal interface IOrigin : IBlobSource
{
    /// <summary>Stores a blob. When this returns it is kept for good, as far as the origin can promise it.</summary>
    /// <param name="length">Bytes that will come, where the sender said so.</param>
    /// <exception cref="BlobMismatchException">More or fewer bytes came. Nothing is kept.</exception>
    /// <exception cref="StorageFullException">No room. Nothing is kept.</exception>
    Task<BlobInfo> AddAsync(Stream content, long? length, CancellationToken cancellationToken);

    /// <summary>Stores a file of this disk, hashed and flushed by its owner, who keeps it until this has succeeded and may then delete it.</summary>
    /// <exception cref="StorageFullException">No room for a copy, where one had to be made. Nothing is kept.</exception>
    Task AddFileAsync(string path, BlobInfo blob, CancellationToken cancellationToken);

    /// <summary>
    /// Whether a blob that was added is still there: to be asked under the write gate, by whoever is about to record a name for it.
    /// </summary>
    Task<bool> ContainsAsync(BlobHash hash, CancellationToken cancellationToken);

    /// <summary>Removes what this disk holds of a blob that nobody names.</summary>
    /// <param name="unlessAddedSince">Spares a blob that was added then or later.</param>
    bool Discard(BlobHash hash, DateTimeOffset unlessAddedSince);

    /// <summary>Opens a blob of whatever size; null where the origin has none of that name.</summary>
    ValueTask<IBlobContent?> FindAsync(BlobHash hash, CancellationToken cancellationToken);
}
