using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Storage.Support;

namespace MeetingCloud.Tests.Storage.Blobs;

public sealed class PartialBlobTests : IDisposable
{
    private const int Size = 400_000;
    private readonly StoreFixture _fixture = new();
    private readonly byte[] _bytes = Bytes.Random(Size);

    private BlobStore Store => _fixture.Store;

    private BlobHash Hash => BlobHash.Of(_bytes);

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Reader_GetsWhatHasCome_AndWaitsForTheRest()
    {
        using var partial = await OpenAsync();
        using var reader = partial.OpenReader();
        var buffer = new byte[Size];

        var waiting = reader.ReadAsync(0, buffer, CancellationToken.None).AsTask();
        Assert.False(waiting.IsCompleted);
        await AppendAsync(partial, 0, 1000);
        Assert.Equal(1000, await waiting);
        Assert.Equal(_bytes[..1000], buffer[..1000]);

        waiting = reader.ReadAsync(1000, buffer, CancellationToken.None).AsTask();
        Assert.False(waiting.IsCompleted);
        await AppendAsync(partial, 1000, 300_000);
        Assert.Equal(299_000, await waiting);
    }

    [Fact]
    public async Task Reader_GetsTheEnd_OnlyOnceTheWholeIsVerified()
    {
        using var partial = await OpenAsync();
        using var reader = partial.OpenReader();
        await AppendAsync(partial, 0, Size);
        var buffer = new byte[Size];
        Assert.Equal(Size - PartialBlob.HeldBack, await reader.ReadAsync(0, buffer, CancellationToken.None));
        var end = reader.ReadAsync(Size - PartialBlob.HeldBack, buffer, CancellationToken.None).AsTask();
        Assert.False(end.IsCompleted);

        Assert.Equal(new BlobInfo(Hash, Size, Crc32.Of(_bytes)), partial.Complete());

        Assert.Equal(PartialBlob.HeldBack, await end);
        Assert.Equal(_bytes, await reader.ReadAllAsync());
        Assert.Equal(_bytes, await _fixture.ReadAsync(Hash));
    }

    [Fact]
    public async Task Reader_ReadsOn_AfterTheTransferIsDone()
    {
        IBlobContent reader;
        using (var partial = await OpenAsync())
        {
            reader = partial.OpenReader();
            await AppendAsync(partial, 0, Size);
            partial.Complete();
        }

        using (reader)
        {
            Assert.Equal(_bytes, await reader.ReadAllAsync());
        }

        Assert.Empty(_fixture.Temporaries());
    }

    [Fact]
    public async Task Complete_FailsReadersAndKeepsNothing_WhenTheBytesAreWrong()
    {
        using var partial = await OpenAsync();
        using var reader = partial.OpenReader();
        _bytes[17] ^= 1;
        await partial.AppendAsync(_bytes, CancellationToken.None);
        var end = reader.ReadAsync(Size - 1, new byte[1], CancellationToken.None).AsTask();

        Assert.Throws<BlobMismatchException>(() => partial.Complete());

        await Assert.ThrowsAsync<IOException>(() => end);
        await Assert.ThrowsAsync<IOException>(() => reader.ReadAsync(0, new byte[1], CancellationToken.None).AsTask());
        Assert.Empty(Store.Enumerate());
        Assert.Empty(_fixture.Temporaries());
    }

    [Fact]
    public async Task Open_ResumesWhereAKilledProcessStopped()
    {
        TemporaryFolder killed;
        using (var partial = await OpenAsync())
        {
            await AppendAsync(partial, 0, 123_456);
            killed = _fixture.Folder.Snapshot();
        }

        using var restarted = new StoreFixture(killed);
        using var resumed = await restarted.Store.OpenPartialAsync(Hash, Size, CancellationToken.None);
        Assert.Equal(123_456, resumed.Arrived);
        await AppendAsync(resumed, 123_456, Size);
        resumed.Complete();
        Assert.Equal(_bytes, await restarted.ReadAsync(Hash));
    }

    [Fact]
    public async Task Open_FindsOutInTheEnd_WhenTheResumedPartIsTorn()
    {
        using (var partial = await OpenAsync())
        {
            await AppendAsync(partial, 0, 100_000);
        }

        // After a loss of power the length may be right and the bytes zero.
        var path = Assert.Single(_fixture.Temporaries());
        await File.WriteAllBytesAsync(path, new byte[100_000]);

        using (var resumed = await OpenAsync())
        {
            await AppendAsync(resumed, 100_000, Size);
            Assert.Throws<BlobMismatchException>(() => resumed.Complete());
        }

        using var again = await OpenAsync();
        Assert.Equal(0, again.Arrived);
    }

    [Fact]
    public async Task Append_RefusesMoreThanTheWhole()
    {
        using var partial = await OpenAsync();
        await AppendAsync(partial, 0, Size);
        await Assert.ThrowsAsync<BlobMismatchException>(() => partial.AppendAsync(new byte[1], CancellationToken.None).AsTask());
    }

    [Fact]
    public async Task Open_IsForOneAtATime()
    {
        using (await OpenAsync())
        {
            await Assert.ThrowsAsync<InvalidOperationException>(OpenAsync);
        }

        (await OpenAsync()).Dispose();
    }

    [Fact]
    public async Task Open_SaysThatTheDiskIsFull_CountingWhatIsThereAlready()
    {
        using (var partial = await OpenAsync())
        {
            await AppendAsync(partial, 0, 300_000);
        }

        _fixture.Disk.Free = 99_999;
        await Assert.ThrowsAsync<StorageFullException>(OpenAsync);
        _fixture.Disk.Free = 100_000;
        (await OpenAsync()).Dispose();
    }

    [Fact]
    public async Task Dispose_FailsReaders_WhenTheTransferWasGivenUp()
    {
        IBlobContent reader;
        using (var partial = await OpenAsync())
        {
            reader = partial.OpenReader();
        }

        using (reader)
        {
            await Assert.ThrowsAsync<IOException>(() => reader.ReadAsync(0, new byte[1], CancellationToken.None).AsTask());
        }
    }

    private Task<PartialBlob> OpenAsync() => Store.OpenPartialAsync(BlobHash.Of(Bytes.Random(Size)), Size, CancellationToken.None);

    private ValueTask AppendAsync(PartialBlob partial, int from, int to) =>
        partial.AppendAsync(_bytes.AsMemory(from..to), CancellationToken.None);
}
