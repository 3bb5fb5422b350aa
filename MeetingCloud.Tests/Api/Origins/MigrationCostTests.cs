using MeetingCloud.Api.Origins.Migrations;
using MeetingCloud.Contracts;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Origins;
using MeetingCloud.Tests.Storage.Origins.Support;

namespace MeetingCloud.Tests.Api.Origins;

public sealed class MigrationCostTests
{
    [Fact]
    public async Task Plan_CountsThePartsThatWillBeWritten_AndThoseThatAreThere()
    {
        await using var fixture = new PoolFixture(
            2, (server, i) => i == 0 ? server : server with { MaxFileBytes = 100_000 }, pool => pool with { MaxPartBytes = 60_000 });
        var cost = new MigrationCost(fixture.Pool, MigrationVerification.Size);
        // Written when parts were smaller.
        var source = new OriginCopy("c1", "server1", 20_000, OriginCopyState.Stored);

        cost.Add(new PlannedMove(BlobHash.Of("a"u8), 150_000, fixture.Servers[1], Surplus: null, source));

        var servers = cost.Plan().Servers;
        Assert.Equal((8, 6), (servers[0].Requests, servers[1].Requests));
    }
}
