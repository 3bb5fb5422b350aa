using MeetingCloud.Api.Data;
using MeetingCloud.Api.Origins;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Origins;
using MeetingCloud.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.Cluster.Origins;

/// <summary>Copies are made once, and no more of them are deleted than are left over.</summary>
public sealed class OriginRepairTests
{
    [Fact]
    public async Task Copy_IsNotMadeOnceMore_WhileAnotherInstanceWritesIt()
    {
        await using var origin = await OriginCluster.StartAsync(servers: 2);
        await origin.StoreOneFileAsync();
        var services = origin.Cluster.Api.Services;
        BlobHash blob;
        await using (var db = await origin.OpenDatabaseAsync())
        {
            var now = TimeProvider.System.GetUtcNow();
            blob = BlobHash.Parse((await db.BlobCopies.FirstAsync()).Sha256);
            await db.BlobCopies.Where(c => c.WebdavServerId == "server2").ExecuteUpdateAsync(
                set => set.SetProperty(c => c.State, OriginCopyState.Writing).SetProperty(c => c.UpdatedAt, now));
        }

        var janitor = services.GetRequiredService<OriginJanitor>();
        await janitor.FindMissingAsync(CancellationToken.None);
        Assert.Equal(0, services.GetRequiredService<RepairQueue>().Count);
        // Also where it was found missing before the other began.
        await services.GetRequiredService<OriginRepair>().RepairAsync(new RepairTask(blob, OriginCluster.FileOf(0).Length, Verify: false), CancellationToken.None);
        Assert.Single(origin.Servers[1].Files);

        // It says nothing of it any more: it has died.
        await origin.AgeCopiesAsync(4 * OriginCatalog.RenewInterval);
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                await janitor.FindMissingAsync(CancellationToken.None);
                return (await origin.StatsAsync()).Files.Replicated == 1;
            },
            TestCluster.Patience,
            "the file has both copies again");
    }

    [Fact]
    public async Task MissingCopy_IsMadeOnce_WhereSeveralFindItMissingAtOneTime()
    {
        await using var origin = await OriginCluster.StartAsync(instances: 1, servers: 2, nodes: 0);
        await origin.StoreOneFileAsync();
        await origin.StopSearchingAsync();
        var services = origin.Cluster.Api.Services;
        BlobHash blob;
        await using (var db = await origin.OpenDatabaseAsync())
        {
            blob = BlobHash.Parse((await db.BlobCopies.FirstAsync()).Sha256);
            await db.BlobCopies.Where(c => c.WebdavServerId == "server2").ExecuteDeleteAsync();
        }

        File.Delete(Assert.Single(origin.Servers[1].Files));
        var holder = await WriteGateHolder.TakeAsync(services);
        // As many instances would: each has seen that the copy is missing before any could say that it makes it.
        var repairing = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => services.GetRequiredService<OriginRepair>().RepairAsync(
            new RepairTask(blob, OriginCluster.FileOf(0).Length, Verify: false), CancellationToken.None)));
        await Assert.ThrowsAsync<TimeoutException>(() => repairing.WaitAsync(TimeSpan.FromSeconds(1)));
        await holder.LeaveAsync();
        await repairing;

        Assert.Single(origin.Servers[1].Files);
        Assert.Equal(1, (await origin.StatsAsync()).Files.Replicated);
    }

    [Fact]
    public async Task LastCopy_Stays_WhenAMigrationTakesAwayItsTwinWhileARepairIsUnderWay()
    {
        await using var origin = await OriginCluster.StartAsync(instances: 1, servers: 1, nodes: 0);
        await origin.StoreOneFileAsync();
        var services = origin.Cluster.Api.Services;
        BlobCopyRow first;
        await using (var db = await origin.OpenDatabaseAsync())
        {
            first = await db.BlobCopies.SingleAsync();
            db.Add(new BlobCopyRow
            {
                Id = "zz", Sha256 = first.Sha256, Size = first.Size, WebdavServerId = first.WebdavServerId, PartSize = 0, State = OriginCopyState.Stored, UpdatedAt = first.UpdatedAt,
            });
            await db.SaveChangesAsync();
        }

        var migration = await WriteGateHolder.TakeAsync(services);
        var repairing = services.GetRequiredService<OriginRepair>().RepairAsync(
            new RepairTask(BlobHash.Parse(first.Sha256), first.Size, Verify: false), CancellationToken.None);
        await Assert.ThrowsAsync<TimeoutException>(() => repairing.WaitAsync(TimeSpan.FromSeconds(1)));
        await migration.LeaveAsync(
            db => db.BlobCopies.Where(c => c.Id == first.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.State, OriginCopyState.Deleting)));
        await repairing;

        await using var after = await origin.OpenDatabaseAsync();
        Assert.Equal(OriginCopyState.Stored, (await after.BlobCopies.SingleAsync(c => c.Id == "zz")).State);
    }
}
