using MeetingCloud.Api.Data;
using MeetingCloud.Api.Instances;
using MeetingCloud.Api.Origins;
using MeetingCloud.Storage.Origins;
using MeetingCloud.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace MeetingCloud.Tests.Cluster.Origins;

/// <summary>What would take hours from outside.</summary>
internal static class OriginInternals
{
    /// <summary>Stores one file, on each server that is to have it, and waits until nothing is under way.</summary>
    public static async Task StoreOneFileAsync(this OriginCluster origin)
    {
        var meeting = await origin.Admin.CreateMeetingAsync();
        await origin.UploadAsync(meeting.Id, 0, 1);
        await origin.WaitUntilReplicatedAsync(1);
        await origin.WaitUntilIdleAsync();
    }

    /// <summary>Another instance, which does nothing, is the one that searches from now on: what is missing is left to the test.</summary>
    public static async Task StopSearchingAsync(this OriginCluster origin)
    {
        var redis = origin.Cluster.Api.Services.GetRequiredService<IConnectionMultiplexer>();
        Assert.True(await redis.GetDatabase().StringSetAsync("origin:worker", "another", TimeSpan.FromMinutes(10)));
        await Eventually.BecomesTrueAsync(
            () => origin.Cluster.Api.Instances.All(instance => !instance.Services.GetRequiredService<ClusterLock>().IsHeld),
            TestCluster.Patience,
            "no instance searches");
        await origin.WaitUntilIdleAsync();
    }

    /// <summary>Lets a janitor look now, and once more when some time has passed for it.</summary>
    public static async Task SweepAsync(this OriginCluster origin, TimeSpan later = default)
    {
        var services = origin.Cluster.Api.Services;
        var clock = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        var janitor = ActivatorUtilities.CreateInstance<OriginJanitor>(services, clock);
        await janitor.FindMissingAsync(CancellationToken.None);
        // A copy that is being made would be taken for one that was abandoned long ago.
        await origin.WaitUntilIdleAsync();
        await janitor.MarkLitterAsync(CancellationToken.None);
        clock.Advance(later);
        await janitor.MarkLitterAsync(CancellationToken.None);
        foreach (var server in services.GetRequiredService<OriginPool>().Servers)
        {
            await janitor.DeleteMarkedAsync(server, CancellationToken.None);
        }
    }

    /// <summary>Makes all recorded copies older.</summary>
    public static async Task AgeCopiesAsync(this OriginCluster origin, TimeSpan by)
    {
        await using var db = await origin.OpenDatabaseAsync();
        foreach (var copy in await db.BlobCopies.ToListAsync())
        {
            copy.UpdatedAt -= by;
        }

        await db.SaveChangesAsync();
    }

    public static Task<MeetingDb> OpenDatabaseAsync(this OriginCluster origin) =>
        origin.Cluster.Api.Services.GetRequiredService<IDbContextFactory<MeetingDb>>().CreateDbContextAsync();

    private static Task WaitUntilIdleAsync(this OriginCluster origin) => Eventually.BecomesTrueAsync(
        () => origin.Cluster.Api.Instances.All(instance => instance.Services.GetRequiredService<RepairQueue>().Count == 0),
        TestCluster.Patience,
        "nothing is under way");
}
