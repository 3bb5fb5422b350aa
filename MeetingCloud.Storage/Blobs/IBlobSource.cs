namespace MeetingCloud.Storage.Blobs;

/// <summary>Where the bytes of a package come from: a store, or a node that fetches what it lacks.</summary>
public interface IBlobSource
{
    /// <param name="size">Bytes that the blob must have.</param>
    /// <exception cref="BlobNotFoundException">It cannot be had here.</exception>
    /// <exception cref="BlobMismatchException">What is there has another size.</exception>
    ValueTask<IBlobContent> OpenAsync(BlobHash hash, long size, CancellationToken cancellationToken);
}
