using MeetingCloud.Node;
using MeetingCloud.Node.Eviction;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Storage.Support;
using MeetingCloud.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace MeetingCloud.Tests.Node.Eviction;

public sealed class StorageBudgetTests : IDisposable
{
    private const int Size = 400_000;

    private readonly StoreFixture _fixture = new();
    private readonly byte[] _large = Bytes.Random(Size);

    private (BlobHash Hash, long Size) Large => (BlobHash.Of(_large), Size);

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Room_IsPromisedOnce_WhileABlobArrives()
    {
        var budget = NewBudget(quota: null);
        _fixture.Disk.Free = 600_000;
        using var promise = budget.TryReserve([Large])!;
        using var partial = await ArriveAsync(300_000);
        _fixture.Disk.Free = 300_000;

        // 100,000 bytes are still to come of the large one.
        Assert.Null(budget.TryReserve([Small(200_001)]));
        using var second = budget.TryReserve([Small(200_000)]);
        Assert.NotNull(second);
    }

    [Fact]
    public async Task WhatHasArrived_CountsAsUsed_AndLeavesTheQuotaToTheRest()
    {
        var budget = NewBudget(quota: 500_000);
        (await ArriveAsync(300_000)).Dispose();

        Assert.Equal(300_000, budget.Used);
        Assert.Equal(200_000, budget.Free);
        Assert.Equal(100_000, budget.Missing([Large]));
        using var promise = budget.TryReserve([Large]);
        Assert.NotNull(promise);
        Assert.Null(budget.TryReserve([Small(100_001)]));
        using var second = budget.TryReserve([Small(100_000)]);
        Assert.NotNull(second);
    }

    [Fact]
    public void Promise_IsForTheBytes_HoweverManyWantThem()
    {
        var budget = NewBudget(quota: 500_000);
        using var first = budget.TryReserve([Large]);
        var second = budget.TryReserve([Large]);
        Assert.NotNull(second);

        second.Dispose();
        Assert.Null(budget.TryReserve([Small(100_001)]));
        first!.Fulfil(Large.Hash);
        budget.Stored(Size);
        Assert.Null(budget.TryReserve([Small(100_001)]));
        budget.Removed(Size);
        using var third = budget.TryReserve([Small(500_000)]);
        Assert.NotNull(third);
    }

    [Fact]
    public void WhatTheStoreKeepsFree_IsNotPromised()
    {
        using var folder = new TemporaryFolder();
        using var store = new BlobStore(
            new BlobStoreOptions { RootPath = folder.Path, ReservedBytes = 1000 },
            new ManualTimeProvider(),
            NullLogger<BlobStore>.Instance,
            new FakeDisk { Free = 1500 });
        var budget = new StorageBudget(Options(quota: null), store);

        Assert.Equal(500, budget.Free);
        Assert.Null(budget.TryReserve([Small(501)]));
    }

    private static (BlobHash Hash, long Size) Small(long size) => (BlobHash.Of("small"u8), size);

    private static NodeOptions Options(long? quota) => new()
    {
        Ip = "127.0.0.1",
        ControlPlane = new Uri("http://127.0.0.1"),
        StoragePath = "unused",
        QuotaBytes = quota,
    };

    private StorageBudget NewBudget(long? quota) => new(Options(quota), _fixture.Store);

    private async Task<PartialBlob> ArriveAsync(int bytes)
    {
        var partial = await _fixture.Store.OpenPartialAsync(Large.Hash, Size, CancellationToken.None);
        await partial.AppendAsync(_large.AsMemory(0, bytes), CancellationToken.None);
        return partial;
    }
}
