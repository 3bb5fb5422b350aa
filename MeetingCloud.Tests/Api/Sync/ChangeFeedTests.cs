using MeetingCloud.Api.Sync;
using MeetingCloud.Tests.Cluster;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.Api.Sync;

public sealed class ChangeFeedTests
{
    [Fact]
    public async Task QuietLine_ShowsThatItIsUp_AgainAndAgain()
    {
        await using var cluster = await TestCluster.StartAsync(nodes: 0);
        using var patience = new CancellationTokenSource(TestCluster.Patience);
        var feed = cluster.Api.Services.GetRequiredService<ChangeFeed>();

        var signs = 0;
        await foreach (var change in feed.ListenAsync(lastEventId: null, TimeSpan.FromMilliseconds(20), patience.Token))
        {
            Assert.Null(change);
            if (++signs == 3)
            {
                break;
            }
        }

        Assert.Equal(3, signs);
    }
}
