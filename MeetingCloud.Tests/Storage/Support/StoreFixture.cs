using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace MeetingCloud.Tests.Storage.Support;

/// <summary>A store in a folder of its own, with a clock and a disk that tests control.</summary>
internal sealed class StoreFixture : IDisposable
{
    private readonly TemporaryFolder _folder;

    public StoreFixture(TemporaryFolder? folder = null, int openFiles = 8)
    {
        _folder = folder ?? new TemporaryFolder();
        Store = new BlobStore(
            new BlobStoreOptions { RootPath = _folder.Path, OpenFiles = openFiles, ReservedBytes = 0 },
            Time,
            NullLogger<BlobStore>.Instance,
            Disk);
    }

    public ManualTimeProvider Time { get; } = new();

    public FakeDisk Disk { get; } = new();

    public BlobStore Store { get; }

    public TemporaryFolder Folder => _folder;

    public string PathOf(BlobHash hash) => _folder.Combine("blobs", hash.ToString()[..2], hash.ToString());

    public string[] Temporaries() => Directory.GetFiles(_folder.Combine("tmp"));

    public async Task<byte[]> ReadAsync(BlobHash hash)
    {
        using var content = Store.OpenRead(hash) ?? throw new BlobNotFoundException(hash);
        return await content.ReadAllAsync();
    }

    /// <summary>Changes one byte on the disk, as a bad sector would.</summary>
    public void FlipByte(BlobHash hash, long offset = 0)
    {
        using var file = File.Open(PathOf(hash), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Position = offset;
        var value = file.ReadByte();
        file.Position = offset;
        file.WriteByte((byte)(value ^ 1));
    }

    public void Dispose()
    {
        Store.Dispose();
        _folder.Dispose();
    }
}
