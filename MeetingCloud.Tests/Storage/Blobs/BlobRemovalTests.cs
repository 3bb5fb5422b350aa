using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Storage.Support;

namespace MeetingCloud.Tests.Storage.Blobs;

/// <summary>A blob that may be deleted is put aside and looked at once more; the power may go in that moment.</summary>
public sealed class BlobRemovalTests : IDisposable
{
    private readonly StoreFixture _fixture = new();
    private readonly byte[] _bytes = Bytes.Random(1000);

    private BlobStore Store => _fixture.Store;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Blob_IsBack_WhenItsRemovalWasCutOff()
    {
        var hash = (await Store.AddAsync(new MemoryStream(_bytes))).Hash;
        PutAside(hash);
        Assert.False(Store.TryGetSize(hash, out _));

        Store.DeleteStaleTemporaries();

        Assert.Equal(_bytes, await _fixture.ReadAsync(hash));
        Assert.Empty(_fixture.Temporaries());
    }

    [Fact]
    public async Task Blob_StaysAsItCameAgain_WhenItsRemovalWasCutOff()
    {
        var hash = (await Store.AddAsync(new MemoryStream(_bytes))).Hash;
        PutAside(hash);
        _fixture.Time.Advance(TimeSpan.FromDays(1));
        await Store.AddAsync(new MemoryStream(_bytes));

        Store.DeleteStaleTemporaries();
        Assert.Equal(_fixture.Time.GetUtcNow(), Assert.Single(Store.Enumerate()).LastWrite);

        _fixture.Time.Advance(TimeSpan.FromDays(8));
        Assert.Equal(1, Store.DeleteStaleTemporaries());
        Assert.Empty(_fixture.Temporaries());
        Assert.Equal(_bytes, await _fixture.ReadAsync(hash));
    }

    [Fact]
    public async Task Removal_LeavesNothing()
    {
        var hash = (await Store.AddAsync(new MemoryStream(_bytes))).Hash;
        _fixture.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.True(Store.Delete(hash, unlessAddedSince: _fixture.Time.GetUtcNow()));

        Store.DeleteStaleTemporaries();
        Assert.Empty(Store.Enumerate());
        Assert.Empty(_fixture.Temporaries());
    }

    private void PutAside(BlobHash hash) => File.Move(_fixture.PathOf(hash), new BlobFolder(_fixture.Folder.Path).NewAside(hash));
}
