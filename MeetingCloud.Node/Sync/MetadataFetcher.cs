using MeetingCloud.Node.Peers;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Packages;

namespace MeetingCloud.Node.Sync;

/// <summary>
/// Gets a package's <c>metadata.json</c>: a blob whose size no manifest tells, read into memory and kept there as long as the package
/// is held.
/// </summary>
internal sealed class MetadataFetcher(BlobStore store, BlobSourceClient client, NodeBlobs blobs, ILogger<MetadataFetcher> logger)
{
    /// <summary>Most that is read into memory: room for half a million files.</summary>
    private const int MaxBytes = 256 << 20;

    /// <exception cref="BlobFetchException">No source gives it for now.</exception>
    /// <exception cref="FormatException">It is no metadata that this node can read.</exception>
    public async Task<PackageLayout> GetAsync(BlobHash hash, BlobSources sources, CancellationToken cancellationToken) =>
        PackageLayout.Create(await ReadStoredAsync(hash, cancellationToken) ?? await FetchAsync(hash, sources, cancellationToken));

    /// <summary>The layout of a package whose metadata is on the disk and sound; null where it is not.</summary>
    public async Task<PackageLayout?> GetStoredAsync(BlobHash hash, CancellationToken cancellationToken) =>
        await ReadStoredAsync(hash, cancellationToken) is { } bytes ? PackageLayout.Create(bytes) : null;

    /// <summary>Keeps the metadata as a blob, for peers and for the next start.</summary>
    public Task StoreAsync(PackageLayout layout, CancellationToken cancellationToken) =>
        blobs.IsStored(layout.MetadataHash, layout.Metadata.Length)
            ? Task.CompletedTask
            : blobs.AddAsync(layout.MetadataHash, layout.Metadata, cancellationToken);

    private async Task<byte[]?> ReadStoredAsync(BlobHash hash, CancellationToken cancellationToken)
    {
        using var content = store.OpenRead(hash);
        if (content is null || content.Length > MaxBytes)
        {
            return null;
        }

        var bytes = new byte[content.Length];
        for (var offset = 0; offset < bytes.Length;)
        {
            var count = await content.ReadAsync(offset, bytes.AsMemory(offset), cancellationToken);
            if (count == 0)
            {
                return null;
            }

            offset += count;
        }

        return BlobHash.Of(bytes) == hash ? bytes : null;
    }

    private async Task<byte[]> FetchAsync(BlobHash hash, BlobSources sources, CancellationToken cancellationToken)
    {
        Exception? reason = null;
        foreach (var source in client.InOrder(sources, hash))
        {
            try
            {
                using var answer = await client.OpenAsync(source, hash, 0, cancellationToken);
                if (answer is not null && await ReadAsync(answer, cancellationToken) is { } bytes)
                {
                    if (BlobHash.Of(bytes) == hash)
                    {
                        return bytes;
                    }

                    reason = new BlobMismatchException($"{source.Url.Authority} sent wrong bytes.");
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                logger.SourceFailed(source.Url.Authority, hash, 0, exception.Message);
                reason = exception;
            }
        }

        throw new BlobFetchException($"No source gives the metadata {hash}.", reason);
    }

    private static async Task<byte[]> ReadAsync(BlobAnswer answer, CancellationToken cancellationToken)
    {
        var body = await answer.OpenAsync(cancellationToken);
        using var bytes = new MemoryStream();
        var buffer = new byte[64 << 10];
        int count;
        while ((count = await body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            bytes.Write(buffer, 0, count);
            if (bytes.Length > MaxBytes)
            {
                throw new IOException($"The metadata has more than {MaxBytes} bytes.");
            }
        }

        return bytes.ToArray();
    }
}
