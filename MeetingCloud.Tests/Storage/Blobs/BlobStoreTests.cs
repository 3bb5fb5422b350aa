using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Storage.Support;

namespace MeetingCloud.Tests.Storage.Blobs;

public sealed class BlobStoreTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    private BlobStore Store => _fixture.Store;

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((256 << 10) - 1)]
    [InlineData(256 << 10)]
    [InlineData((256 << 10) + 1)]
    [InlineData(1_500_000)]
    public async Task Add_KeepsTheBytes_AndTellsHashSizeAndCrc(int length)
    {
        var bytes = Bytes.Random(length);

        var info = await Store.AddAsync(new MemoryStream(bytes));

        Assert.Equal(new BlobInfo(BlobHash.Of(bytes), length, Crc32.Of(bytes)), info);
        Assert.Equal(bytes, await _fixture.ReadAsync(info.Hash));
        Assert.True(Store.TryGetSize(info.Hash, out var size));
        Assert.Equal(length, size);
        Assert.Empty(_fixture.Temporaries());
    }

    [Fact]
    public async Task Add_KeepsNothing_WhenTheBytesAreNotThoseAnnounced()
    {
        var bytes = Bytes.Random(1000);
        await Assert.ThrowsAsync<BlobMismatchException>(() => Store.AddAsync(new MemoryStream(bytes), BlobHash.Of("other"u8)));
        await Assert.ThrowsAsync<BlobMismatchException>(() => Store.AddAsync(new MemoryStream(bytes), expectedSize: 999));
        await Assert.ThrowsAsync<BlobMismatchException>(() => Store.AddAsync(new MemoryStream(bytes), expectedSize: 1001));

        Assert.Empty(Store.Enumerate());
        Assert.Empty(_fixture.Temporaries());
    }

    [Fact]
    public async Task Add_StopsReading_WhenMoreComesThanWasAnnounced()
    {
        var endless = new ObservedStream(Bytes.Random(64 << 20), 64 << 10, _ => { });
        await Assert.ThrowsAsync<BlobMismatchException>(() => Store.AddAsync(endless, expectedSize: 100_000));
        Assert.InRange(endless.Position, 100_001, 1 << 20);
    }

    [Fact]
    public async Task Add_KeepsNothing_WhenTheStreamBreaks()
    {
        var broken = new ObservedStream(Bytes.Random(1_000_000), 10_000, position =>
        {
            if (position > 500_000)
            {
                throw new IOException("The connection broke.");
            }
        });

        await Assert.ThrowsAsync<IOException>(() => Store.AddAsync(broken));

        Assert.Empty(Store.Enumerate());
        Assert.Empty(_fixture.Temporaries());
    }

    [Fact]
    public async Task Add_LeavesNothingTorn_WhenTheProcessIsKilledAtAnyRead()
    {
        var bytes = Bytes.Random(700_000);
        var hash = BlobHash.Of(bytes);
        var snapshots = new List<TemporaryFolder>();
        await Store.AddAsync(new ObservedStream(bytes, 50_000, _ => snapshots.Add(_fixture.Folder.Snapshot())), hash, bytes.Length);

        Assert.True(snapshots.Count >= 14);
        foreach (var snapshot in snapshots)
        {
            using var restarted = new StoreFixture(snapshot);
            Assert.Empty(restarted.Store.Enumerate());
            Assert.Null(restarted.Store.OpenRead(hash));
            Assert.Equal(1, restarted.Store.DeleteStaleTemporaries());
            Assert.Empty(restarted.Temporaries());

            await restarted.Store.AddAsync(new MemoryStream(bytes), hash, bytes.Length);
            Assert.Equal(bytes, await restarted.ReadAsync(hash));
        }
    }

    [Fact]
    public async Task Add_RenewsTheAge_WhenTheBlobIsThereAlready()
    {
        var hash = (await Store.AddAsync(new MemoryStream([1, 2, 3]))).Hash;
        var first = Assert.Single(Store.Enumerate()).LastWrite;
        _fixture.Time.Advance(TimeSpan.FromDays(1));

        await Store.AddAsync(new MemoryStream([1, 2, 3]));

        Assert.Equal(new StoredBlob(hash, 3, first + TimeSpan.FromDays(1)), Assert.Single(Store.Enumerate()));
    }

    [Fact]
    public async Task Add_HealsACorruptBlob()
    {
        var bytes = Bytes.Random(1000);
        var hash = (await Store.AddAsync(new MemoryStream(bytes))).Hash;
        _fixture.FlipByte(hash);
        Assert.NotEqual(bytes, await _fixture.ReadAsync(hash));

        await Store.AddAsync(new MemoryStream(bytes));

        Assert.Equal(bytes, await _fixture.ReadAsync(hash));
    }

    [Fact]
    public async Task Add_SaysThatTheDiskIsFull_AndGoesOn_WhenThereIsRoom()
    {
        _fixture.Disk.Free = 999;
        var full = await Assert.ThrowsAsync<StorageFullException>(() => Store.AddAsync(new MemoryStream(new byte[1000]), expectedSize: 1000));
        Assert.Contains("999 bytes free", full.Message, StringComparison.Ordinal);
        Assert.Empty(Store.Enumerate());
        Assert.Empty(_fixture.Temporaries());

        _fixture.Disk.Free = 1000;
        await Store.AddAsync(new MemoryStream(new byte[1000]), expectedSize: 1000);
        Assert.Single(Store.Enumerate());
    }

    [Fact]
    public async Task Add_StopsAnUploadOfUnknownSize_WhenTheDiskFillsUp()
    {
        var upload = new ObservedStream(new byte[100 << 20], 1 << 20, position =>
        {
            if (position > 10 << 20)
            {
                _fixture.Disk.Free = -1;
            }
        });

        await Assert.ThrowsAsync<StorageFullException>(() => Store.AddAsync(upload));

        Assert.InRange(upload.Position, 1, 50 << 20);
        Assert.Empty(_fixture.Temporaries());
    }

    [Fact]
    public async Task Delete_SparesABlobThatWasJustAdded_AndLetsItsReadersFinish()
    {
        var bytes = Bytes.Random(1000);
        var decided = _fixture.Time.GetUtcNow();
        var hash = (await Store.AddAsync(new MemoryStream(bytes))).Hash;
        Assert.False(Store.Delete(hash, unlessAddedSince: decided));

        using var reader = Store.OpenRead(hash)!;
        Assert.True(Store.Delete(hash));

        Assert.False(Store.TryGetSize(hash, out _));
        Assert.Null(Store.OpenRead(hash));
        Assert.False(Store.Delete(hash));
        Assert.Equal(bytes, await reader.ReadAllAsync());
    }

    [Fact]
    public async Task Verify_QuarantinesABlobWithAFlippedByte()
    {
        var bytes = Bytes.Random(300_000);
        var hash = (await Store.AddAsync(new MemoryStream(bytes))).Hash;
        Assert.True(await Store.VerifyAsync(hash));
        (Store.OpenRead(hash) ?? throw new BlobNotFoundException(hash)).Dispose();

        _fixture.FlipByte(hash, 299_999);

        Assert.False(await Store.VerifyAsync(hash));
        Assert.Null(Store.OpenRead(hash));
        Assert.Empty(Store.Enumerate());
        Assert.True(File.Exists(_fixture.Folder.Combine("quarantine", hash.ToString())));
        Assert.False(await Store.VerifyAsync(hash));
    }

    [Fact]
    public async Task Verify_AsksItsPace_BeforeEveryRead()
    {
        var hash = (await Store.AddAsync(new MemoryStream(new byte[1_000_000]))).Hash;
        var allowed = 0L;

        Assert.True(await Store.VerifyAsync(hash, (bytes, _) =>
        {
            allowed += bytes;
            return ValueTask.CompletedTask;
        }));

        Assert.InRange(allowed, 1_000_000, 1_400_000);
    }

    [Fact]
    public async Task Verify_SparesAGoodCopy_ThatReplacesABadOneMeanwhile()
    {
        var bytes = Bytes.Random(300_000);
        var hash = (await Store.AddAsync(new MemoryStream(bytes))).Hash;
        _fixture.FlipByte(hash);
        var healed = false;

        Assert.True(await Store.VerifyAsync(hash, async (_, cancellationToken) =>
        {
            if (!healed)
            {
                healed = true;
                _fixture.Time.Advance(TimeSpan.FromSeconds(1));
                // The verification has the bad file open; this puts a good one in its place.
                await Store.AddAsync(new MemoryStream(bytes), cancellationToken: cancellationToken);
            }
        }));
        Assert.Equal(bytes, await _fixture.ReadAsync(hash));
    }

    [Fact]
    public async Task DeleteStaleTemporaries_KeepsWhatCanBeResumed_ForTheRetention()
    {
        var bytes = Bytes.Random(1000);
        using (var partial = await Store.OpenPartialAsync(BlobHash.Of(bytes), bytes.Length, CancellationToken.None))
        {
            await partial.AppendAsync(bytes.AsMemory(0, 100), CancellationToken.None);
        }

        File.SetLastWriteTimeUtc(Assert.Single(_fixture.Temporaries()), _fixture.Time.GetUtcNow().UtcDateTime);
        Assert.Equal(0, Store.DeleteStaleTemporaries());
        _fixture.Time.Advance(TimeSpan.FromDays(8));
        Assert.Equal(1, Store.DeleteStaleTemporaries());
        Assert.Empty(_fixture.Temporaries());
    }

    [Fact]
    public async Task DeleteStaleTemporaries_SparesATransferThatIsOpen_HoweverLongNothingCame()
    {
        var bytes = Bytes.Random(1000);
        using var partial = await Store.OpenPartialAsync(BlobHash.Of(bytes), bytes.Length, CancellationToken.None);
        File.SetLastWriteTimeUtc(Assert.Single(_fixture.Temporaries()), _fixture.Time.GetUtcNow().UtcDateTime.AddDays(-8));

        Assert.Equal(0, Store.DeleteStaleTemporaries());
        Assert.False(Store.DeletePartial(BlobHash.Of(bytes)));

        await partial.AppendAsync(bytes, CancellationToken.None);
        partial.Complete();
        Assert.Equal(bytes, await _fixture.ReadAsync(BlobHash.Of(bytes)));
    }

    [Fact]
    public async Task DeletePartial_GivesUpWhatHasCome_OnceNoTransferIsOpen()
    {
        var bytes = Bytes.Random(1000);
        using (var partial = await Store.OpenPartialAsync(BlobHash.Of(bytes), bytes.Length, CancellationToken.None))
        {
            await partial.AppendAsync(bytes.AsMemory(0, 100), CancellationToken.None);
            Assert.Equal((BlobHash.Of(bytes), 100), Assert.Single(Store.EnumeratePartial()) is var part ? (part.Hash, part.Size) : default);
        }

        Assert.True(Store.DeletePartial(BlobHash.Of(bytes)));

        Assert.Empty(Store.EnumeratePartial());
        using var again = await Store.OpenPartialAsync(BlobHash.Of(bytes), bytes.Length, CancellationToken.None);
        Assert.Equal(0, again.Arrived);
    }

    [Fact]
    public async Task QuarantinedBlob_StaysForTheRetention_HoweverOldItIs()
    {
        var hash = (await Store.AddAsync(new MemoryStream(Bytes.Random(1000)))).Hash;
        _fixture.Time.Advance(TimeSpan.FromDays(100));
        _fixture.FlipByte(hash);
        Assert.False(await Store.VerifyAsync(hash));

        _fixture.Time.Advance(TimeSpan.FromDays(6));
        Assert.Equal(0, Store.DeleteStaleTemporaries());
        Assert.True(File.Exists(_fixture.Folder.Combine("quarantine", hash.ToString())));
        _fixture.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, Store.DeleteStaleTemporaries());
    }

    [Fact]
    public async Task Open_TellsAbsentAndWrongSizeApart()
    {
        var hash = (await Store.AddAsync(new MemoryStream([1, 2, 3]))).Hash;
        await Assert.ThrowsAsync<BlobMismatchException>(() => Store.OpenAsync(hash, 4, CancellationToken.None).AsTask());
        var absent = BlobHash.Of("absent"u8);
        var exception = await Assert.ThrowsAsync<BlobNotFoundException>(() => Store.OpenAsync(absent, 4, CancellationToken.None).AsTask());
        Assert.Equal(absent, exception.Hash);
    }

    [Fact]
    public async Task OpenRead_ServesMoreBlobsThanItKeepsOpen_ToManyReadersAtOnce()
    {
        var blobs = Enumerable.Range(0, 40).Select(i => Bytes.Random(2000, i)).ToArray();
        foreach (var blob in blobs)
        {
            await Store.AddAsync(new MemoryStream(blob));
        }

        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), async (i, _) =>
        {
            var blob = blobs[i * 7 % blobs.Length];
            Assert.Equal(blob, await _fixture.ReadAsync(BlobHash.Of(blob)));
        });
    }
}
