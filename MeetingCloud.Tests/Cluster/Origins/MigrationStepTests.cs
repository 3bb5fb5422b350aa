using MeetingCloud.Api.Data;
using MeetingCloud.Api.Origins.Migrations;
using MeetingCloud.Contracts;
using MeetingCloud.Storage.Origins;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.Cluster.Origins;

/// <summary>A migration's step that two instances work on, as may be for a moment when the one takes over from the other.</summary>
public sealed class MigrationStepTests
{
    [Fact]
    public async Task Step_StaysDone_WhenAnotherInstanceFailsWithItLater()
    {
        await using var origin = await OriginCluster.StartAsync(servers: 1);
        await origin.StoreOneFileAsync();
        var item = await AddStepAsync(origin, target: "server9", MigrationItemState.Done);

        // As it was when the other instance began with it.
        item.State = MigrationItemState.Planned;
        await origin.Cluster.Api.Services.GetRequiredService<MigrationMover>().MoveAsync(item, verifyContent: false, CancellationToken.None);

        await using var after = await origin.OpenDatabaseAsync();
        Assert.Equal(MigrationItemState.Done, (await after.MigrationItems.SingleAsync()).State);
    }

    [Fact]
    public async Task Step_ReadsBackTheCopyToo_ThatAnAttemptBeforeItMade()
    {
        await using var origin = await OriginCluster.StartAsync(instances: 1, servers: 2, nodes: 0);
        await origin.StoreOneFileAsync();
        await origin.StopSearchingAsync();
        var wrong = Assert.Single(origin.Servers[1].Files);
        await File.WriteAllBytesAsync(wrong, [.. OriginCluster.FileOf(0).Reverse()]);
        var item = await AddStepAsync(origin, target: "server2", MigrationItemState.Planned);

        await origin.Cluster.Api.Services.GetRequiredService<MigrationMover>().MoveAsync(item, verifyContent: true, CancellationToken.None);

        await using var after = await origin.OpenDatabaseAsync();
        Assert.Equal(MigrationItemState.Done, (await after.MigrationItems.SingleAsync()).State);
        Assert.Equal(OriginCluster.FileOf(0), await File.ReadAllBytesAsync(origin.Servers[1].Files.Single(file => file != wrong)));
    }

    private static async Task<MigrationItemRow> AddStepAsync(OriginCluster origin, string target, MigrationItemState state)
    {
        await using var db = await origin.OpenDatabaseAsync();
        var copy = await db.BlobCopies.FirstAsync(c => c.State == OriginCopyState.Stored);
        // Ended: nobody else works on it.
        var migration = new MigrationRow
        {
            Id = "m1", State = MigrationState.Completed, VerifyContent = false, Plan = "{}", CreatedAt = copy.UpdatedAt,
        };
        var item = new MigrationItemRow { MigrationId = "m1", Sha256 = copy.Sha256, Size = copy.Size, TargetServerId = target, State = state };
        migration.Items.Add(item);
        db.Add(migration);
        await db.SaveChangesAsync();
        return item;
    }
}
