using MeetingCloud.Benchmarks.Load;
using MeetingCloud.Benchmarks.Processes;
using MeetingCloud.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace MeetingCloud.Benchmarks.Origins;

/// <summary>Files of one size on the disk: as blobs for the pool, and under plain names for other programs.</summary>
internal sealed class SampleBlobs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly BlobStore _store;

    private SampleBlobs() =>
        _store = new BlobStore(new BlobStoreOptions { RootPath = _folder.Sub("store") }, TimeProvider.System, NullLogger<BlobStore>.Instance);

    public List<BlobInfo> Blobs { get; } = [];

    /// <summary>The same files as <c>000.bin</c>, <c>001.bin</c>, … in a folder for each of the shares.</summary>
    public string ShareFolder(int share) => _folder.Sub($"share-{share}");

    public static async Task<SampleBlobs> CreateAsync(int count, long size, int shares, CancellationToken cancellationToken)
    {
        var samples = new SampleBlobs();
        for (var i = 0; i < count; i++)
        {
            using var content = new MadeUpContent(seed: i, size);
            var file = Path.Combine(Directory.CreateDirectory(samples.ShareFolder(i % shares)).FullName, $"{i:D3}.bin");
            await using (var stream = File.Create(file))
            {
                await content.CopyToAsync(stream, cancellationToken);
            }

            await using var read = File.OpenRead(file);
            samples.Blobs.Add(await samples._store.AddAsync(read, cancellationToken: cancellationToken));
        }

        return samples;
    }

    public IBlobContent Open(BlobInfo blob) => _store.OpenRead(blob.Hash)!;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }
}
