using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Storage.Support;

namespace MeetingCloud.Tests.Storage.Blobs;

public sealed class OpenFileCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly BlobHash _hash = BlobHash.Of("a"u8);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void File_IsNotKept_WhenABlobWasLetGoOfSinceItWasOpened()
    {
        using var cache = new OpenFileCache(capacity: 2);
        var removals = cache.Removals;
        var file = Open();
        cache.Remove(_hash);

        cache.Add(_hash, file, removals);

        Assert.Null(cache.Find(_hash));
        Assert.False(file.Handle.IsClosed, "its reader reads on");
        file.Release();
        Assert.True(file.Handle.IsClosed);
    }

    [Fact]
    public void File_IsKept_WhenNothingWasLetGoOf()
    {
        using var cache = new OpenFileCache(capacity: 2);
        var file = Open();

        cache.Add(_hash, file, cache.Removals);

        Assert.Same(file, cache.Find(_hash));
    }

    private SharedFile Open()
    {
        var path = _folder.Combine("a");
        File.WriteAllText(path, "a");
        return new SharedFile(File.OpenHandle(path), 1);
    }
}
