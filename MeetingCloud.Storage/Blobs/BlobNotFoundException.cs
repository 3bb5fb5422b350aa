namespace MeetingCloud.Storage.Blobs;

/// <summary>A blob that was asked for is not held.</summary>
public sealed class BlobNotFoundException(BlobHash hash) : IOException($"The blob {hash} is not held here.")
{
    public BlobHash Hash { get; } = hash;
}
