using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Tests.Cluster.Origins;

/// <summary>What an admin chooses for a server.</summary>
public sealed class OriginServersTests
{
    [Fact]
    public async Task Choice_HoldsAtOnce_AndIsKept_WhenTheDatabaseKnowsNothingOfTheServer()
    {
        await using var origin = await OriginCluster.StartAsync(servers: 2);
        await using (var db = await origin.OpenDatabaseAsync())
        {
            await db.WebdavServers.ExecuteDeleteAsync();
        }

        Assert.False((await origin.ToggleAsync(2, enabled: false)).Enabled);

        await origin.Cluster.Api.CrashAsync();
        await origin.Cluster.Api.StartAsync();
        Assert.Equal([true, false], (await origin.StatusAsync()).Servers.Select(server => server.Enabled));
    }
}
