using MeetingCloud.Storage.Origins;
using MeetingCloud.Storage.Origins.Health;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Storage.Origins.Servers;

/// <summary>What the pool does with real servers, each with its own ways.</summary>
public sealed class OriginServersTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Kinds => PoolOverServers.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Blob_IsStored_Read_AndDeleted_WholeAndInParts(string kind)
    {
        await using var pool = await PoolOverServers.StartAsync(kind, maxFileBytes: 200_000);
        foreach (var length in (int[])[0, 1, 200_000, 200_001, 1_000_000])
        {
            var (hash, bytes) = await pool.StoreAsync(length);
            var copy = Assert.Single(pool.Catalog.Of(hash));
            Assert.Equal(OriginCopyState.Stored, copy.State);
            Assert.Equal(length > 200_000, copy.PartSize > 0);
            foreach (var offset in (int[])[0, 1, 199_999, 200_000, 200_001, 654_321, length])
            {
                Assert.Equal(bytes[Math.Min(offset, length)..], await pool.ReadAsync(hash, length, Math.Min(offset, length)));
            }

            var server = pool.Of(copy.ServerId);
            Assert.Equal(length, PoolOverServers.FilesOf(server).Where(file => file.Name.StartsWith(hash.ToString(), StringComparison.Ordinal)).Sum(file => file.Length));
            await pool.Pool.DeleteCopyAsync(hash, length, copy, OriginPriority.Migration, CancellationToken.None);
            Assert.Empty(PoolOverServers.FilesOf(server));
        }

        Assert.Empty(pool.Catalog.Copies);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Read_GoesOnElsewhere_WhenItsServerDiesInMidBody_AndTheServerIsUsedAgain_WhenItIsBack(string kind)
    {
        await using var pool = await PoolOverServers.StartAsync(kind);
        // More than what the sockets on the way hold.
        var (hash, bytes) = await pool.StoreAsync(24 << 20);
        await pool.ReplicateAsync(hash, bytes);
        var first = pool.Pool.Rank(hash)[0];
        var died = false;

        var read = await pool.ReadAsync(hash, bytes.Length, 0, async position =>
        {
            if (!died && position > 1 << 20)
            {
                died = true;
                await pool.Of(first.Id).StopAsync();
            }
        });

        Assert.Equal(bytes, read);
        Assert.NotEmpty(first.Counters.Errors);
        var (small, smallBytes) = await pool.StoreAsync(1000);
        Assert.Equal(smallBytes, await pool.ReadAsync(small, 1000));

        Assert.Equal(bytes, await pool.ReadAsync(hash, bytes.Length));
        Assert.Equal(OriginState.Paused, first.Health.Condition.State);
        await pool.Of(first.Id).StartAsync();
        await Eventually.BecomesTrueAsync(() => first.Health.TakesFiles, s_limit, "it is back");
        var received = first.Counters.BytesReceived;
        Assert.Equal(bytes, await pool.ReadAsync(hash, bytes.Length));
        Assert.Equal(bytes.Length, first.Counters.BytesReceived - received);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task SixtyFilesAtOnce_AreSpread_AndReadBack_AndNoRequestIsRefused(string kind)
    {
        await using var pool = await PoolOverServers.StartAsync(kind);

        var files = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => pool.StoreAsync(20_000 + i)));
        var read = await Task.WhenAll(files.Select(file => pool.ReadAsync(file.Hash, file.Bytes.Length)));

        Assert.All(files.Zip(read), pair => Assert.Equal(pair.First.Bytes, pair.Second));
        Assert.All(pool.Servers, server => Assert.InRange(PoolOverServers.FilesOf(server).Count, 8, 34));
        Assert.All(pool.Pool.Servers, server => Assert.Empty(server.Counters.Errors));
        Assert.Equal(60, pool.Catalog.Copies.Count(copy => copy.State == OriginCopyState.Stored));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task EveryFile_IsReadAndTaken_WhileOneOfThreeServersIsDown(string kind)
    {
        await using var pool = await PoolOverServers.StartAsync(kind);
        var files = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => pool.StoreAsync(5000 + i)));
        await Task.WhenAll(files.Select(file => pool.ReplicateAsync(file.Hash, file.Bytes)));

        await pool.Servers[1].StopAsync();

        var read = await Task.WhenAll(files.Select(file => pool.ReadAsync(file.Hash, file.Bytes.Length)));
        Assert.All(files.Zip(read), pair => Assert.Equal(pair.First.Bytes, pair.Second));
        var more = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => pool.StoreAsync(6000 + i)));
        Assert.All(more, file => Assert.Single(pool.Catalog.Of(file.Hash), copy => copy.State == OriginCopyState.Stored && copy.ServerId != "server2"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Uploads_GoOn_WhenSomebodyEmptiedTheAccounts(string kind)
    {
        await using var pool = await PoolOverServers.StartAsync(kind);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => pool.StoreAsync(100 + i)));
        foreach (var server in pool.Servers)
        {
            Directory.Delete(Path.Combine(server.RootPath, "meetingcloud"), recursive: true);
        }

        var files = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => pool.StoreAsync(200 + i)));

        var read = await Task.WhenAll(files.Select(file => pool.ReadAsync(file.Hash, file.Bytes.Length)));
        Assert.All(files.Zip(read), pair => Assert.Equal(pair.First.Bytes, pair.Second));
    }
}
