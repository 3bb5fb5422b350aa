using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Storage.Support;

namespace MeetingCloud.Tests.Storage.Blobs;

public sealed class BlobConditionTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    private BlobStore Store => _fixture.Store;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Inspection_TellsABadBlob_FromOneThatIsNotThere()
    {
        var hash = (await Store.AddAsync(new MemoryStream(Bytes.Random(1000)))).Hash;
        Assert.Equal(BlobCondition.Sound, await Store.InspectAsync(hash));

        _fixture.FlipByte(hash);

        Assert.Equal(BlobCondition.Bad, await Store.InspectAsync(hash));
        Assert.Equal(BlobCondition.Absent, await Store.InspectAsync(hash));
    }

    [Fact]
    public async Task Inspection_TellsOfABadBlob_ThatTheDiskDoesNotLetGo()
    {
        var bytes = Bytes.Random(1000);
        var hash = (await Store.AddAsync(new MemoryStream(bytes))).Hash;
        _fixture.FlipByte(hash);
        // A file cannot take a folder's place.
        Directory.CreateDirectory(_fixture.Folder.Combine("quarantine", hash.ToString(), "full"));

        Assert.Equal(BlobCondition.Stuck, await Store.InspectAsync(hash));

        await Store.AddAsync(new MemoryStream(bytes));
        Assert.Equal(BlobCondition.Sound, await Store.InspectAsync(hash));
    }

    [Fact]
    public async Task Inspection_FindsNothing_WhenTheBlobIsDeletedMeanwhile()
    {
        var hash = (await Store.AddAsync(new MemoryStream(Bytes.Random(1000)))).Hash;
        _fixture.FlipByte(hash);

        Assert.Equal(BlobCondition.Absent, await Store.InspectAsync(hash, (_, _) =>
        {
            Store.Delete(hash);
            return ValueTask.CompletedTask;
        }));

        Assert.False(File.Exists(_fixture.Folder.Combine("quarantine", hash.ToString())));
    }
}
