using MeetingCloud.Api.Data;
using MeetingCloud.Contracts;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Tests.Cluster.Origins;

/// <summary>A plan that was being recorded when its instance died.</summary>
public sealed class MigrationRecordTests
{
    [Fact]
    public async Task HalfAPlan_IsShownToNobody_AndGoesWithTheNextOne()
    {
        await using var origin = await OriginCluster.StartAsync(servers: 2);
        var meeting = await origin.Admin.CreateMeetingAsync();
        await origin.UploadAsync(meeting.Id, 0, 1);
        await origin.WaitUntilReplicatedAsync(1);
        await using (var db = await origin.OpenDatabaseAsync())
        {
            var half = new MigrationRow
            {
                Id = "half", State = MigrationState.DryRun, VerifyContent = false, Plan = "{}", CreatedAt = TimeProvider.System.GetUtcNow().AddHours(-2),
            };
            half.Items.Add(new MigrationItemRow
            {
                MigrationId = "half", Sha256 = new string('0', 64), Size = 1, TargetServerId = "server1", State = MigrationItemState.Planned,
            });
            db.Add(half);
            await db.SaveChangesAsync();
        }

        Assert.Empty((await origin.Admin.GetContractAsync<MigrationList>(Routes.WebdavMigrations)).Items);

        using var started = await origin.Admin.PostContractAsync(Routes.WebdavMigrations, new MigrationRequest(DryRun: false, null, null));
        var migration = await started.ReadContractAsync<Migration>();

        Assert.NotEqual(MigrationState.DryRun, migration.State);
        await using var after = await origin.OpenDatabaseAsync();
        Assert.Equal([migration.Id!], await after.Migrations.Select(m => m.Id).ToListAsync());
        Assert.False(await after.MigrationItems.AnyAsync(i => i.MigrationId == "half"));
    }
}
