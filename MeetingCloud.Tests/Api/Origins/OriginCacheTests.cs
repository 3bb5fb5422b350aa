using MeetingCloud.Api.Origins;
using MeetingCloud.Tests.Storage.Support;
using MeetingCloud.Tests.Support;

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
        var cache = NewCache();
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

    [Fact]
    public async Task Blob_IsVerifiedAgain_WhenItIsReadAnHourLater()
    {
        var cache = NewCache();
        var hash = (await _fixture.Store.AddAsync(new MemoryStream(Bytes.Random(1000)))).Hash;
        cache.Stored(hash, 1000);
        await File.WriteAllBytesAsync(_fixture.PathOf(hash), Bytes.Random(1000, seed: 2));
        _fixture.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.True(await HasAsync());
        _fixture.Time.Advance(TimeSpan.FromMinutes(1));
        // Nobody waits for it; the next ones are told.
        await HasAsync();

        await Eventually.BecomesTrueAsync(async () => !await HasAsync(), TimeSpan.FromSeconds(30), "the bad blob is not given out any more");

        async Task<bool> HasAsync()
        {
            using var content = await cache.OpenAsync(hash, CancellationToken.None);
            return content is not null;
        }
    }

    private OriginCache NewCache() => new(
        _fixture.Store, new OriginOptions(Pool: null, CacheBytes: 1 << 20, TimeSpan.FromHours(1), TimeSpan.FromSeconds(20)), _fixture.Time);
}
