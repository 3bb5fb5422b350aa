using MeetingCloud.Api.Origins;
using MeetingCloud.Tests.Storage.Support;

namespace MeetingCloud.Tests.Api.Origins;

public sealed class OriginCacheTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Blob_IsVerifiedByTheNextRead_WhenTheDiskFailedOnce()
    {
        var bytes = Bytes.Random(1000);
        var hash = (await _fixture.Store.AddAsync(new MemoryStream(bytes))).Hash;
        var cache = new OriginCache(
            _fixture.Store, new OriginOptions(Pool: null, CacheBytes: 1 << 20, TimeSpan.FromHours(1), TimeSpan.FromSeconds(20)), _fixture.Time);
        await cache.LoadAsync();
        // A folder cannot be read as a file.
        File.Move(_fixture.PathOf(hash), _fixture.PathOf(hash) + ".away");
        Directory.CreateDirectory(_fixture.PathOf(hash));
        await Assert.ThrowsAnyAsync<Exception>(() => cache.OpenAsync(hash, CancellationToken.None).AsTask());

        Directory.Delete(_fixture.PathOf(hash));
        File.Move(_fixture.PathOf(hash) + ".away", _fixture.PathOf(hash));

        using var content = await cache.OpenAsync(hash, CancellationToken.None);
        Assert.Equal(bytes, await content!.ReadAllAsync());
        Assert.Equal(1, cache.Hits);
    }
}
