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
        var meeting = await origin.Admin.CreateMeetingAsync();
        await origin.UploadAsync(meeting.Id, 0, 1);
        MigrationItemRow item;
        await using (var db = await origin.OpenDatabaseAsync())
        {
            var copy = await db.BlobCopies.FirstAsync(c => c.State == OriginCopyState.Stored);
            var migration = new MigrationRow
            {
                Id = "m1", State = MigrationState.Completed, VerifyContent = false, Plan = "{}", CreatedAt = copy.UpdatedAt,
            };
            item = new MigrationItemRow
            {
                MigrationId = "m1", Sha256 = copy.Sha256, Size = copy.Size, TargetServerId = "server9", State = MigrationItemState.Done,
            };
            migration.Items.Add(item);
            db.Add(migration);
            await db.SaveChangesAsync();
        }

        // As it was when the other instance began with it.
        item.State = MigrationItemState.Planned;
        await origin.Cluster.Api.Services.GetRequiredService<MigrationMover>().MoveAsync(item, verifyContent: false, CancellationToken.None);

        await using var after = await origin.OpenDatabaseAsync();
        Assert.Equal(MigrationItemState.Done, (await after.MigrationItems.SingleAsync()).State);
    }
}
