using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Storage.Support;

namespace MeetingCloud.Tests.Storage.Blobs;

/// <summary>A file that lies on the disk already becomes a blob.</summary>
public sealed class BlobStoreFileTests : IDisposable
{
    private readonly StoreFixture _fixture = new();
    private readonly byte[] _bytes = Bytes.Random(300_000);

    private BlobInfo Info => new(BlobHash.Of(_bytes), _bytes.Length, Crc32.Of(_bytes));

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task File_BecomesABlob_ThatStaysWhenTheFileIsDeleted()
    {
        var path = await WriteAsync(_fixture.Folder.Combine("whole"));
        // Somebody who retries adds it twice.
        await _fixture.Store.AddFileAsync(path, Info, CancellationToken.None);
        await _fixture.Store.AddFileAsync(path, Info, CancellationToken.None);
        Assert.True(File.Exists(path));
        File.Delete(path);
        Assert.Equal(_bytes, await _fixture.ReadAsync(Info.Hash));
        Assert.Empty(_fixture.Temporaries());
    }

    [Fact]
    public async Task File_StaysItsOwners_WhenTheBlobIsDeleted()
    {
        var path = await WriteAsync(_fixture.Folder.Combine("whole"));
        await _fixture.Store.AddFileAsync(path, Info, CancellationToken.None);
        Assert.True(_fixture.Store.Delete(Info.Hash));
        Assert.Equal(_bytes, await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task File_IsCopied_WhereItCannotBeLinked()
    {
        // Another file system, on machines that have this one; elsewhere the file is linked, and what follows is true as well.
        var other = Directory.Exists("/dev/shm") ? Path.Combine("/dev/shm", Path.GetRandomFileName()) : _fixture.Folder.Combine("other");
        var path = await WriteAsync(other);
        try
        {
            await _fixture.Store.AddFileAsync(path, Info, CancellationToken.None);
            Assert.Equal(_bytes, await _fixture.ReadAsync(Info.Hash));
            Assert.Empty(_fixture.Temporaries());
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task<string> WriteAsync(string path)
    {
        await File.WriteAllBytesAsync(path, _bytes);
        return path;
    }
}
