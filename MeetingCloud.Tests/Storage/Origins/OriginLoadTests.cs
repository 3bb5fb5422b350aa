using MeetingCloud.Storage.Origins;
using MeetingCloud.Tests.Storage.Origins.Support;

namespace MeetingCloud.Tests.Storage.Origins;

/// <summary>Many at once, over servers with limits.</summary>
public sealed class OriginLoadTests
{
    [Theory]
    [InlineData(PlacementStrategy.Hash)]
    [InlineData(PlacementStrategy.RoundRobin)]
    [InlineData(PlacementStrategy.LeastBusy)]
    public async Task NoServer_HasMoreRequestsAtATimeThanItTakes_AndAllAreUsed(PlacementStrategy strategy)
    {
        await using var fixture = new PoolFixture(
            3, (server, _) => server with { MaxConcurrent = 4 }, pool => pool with { Strategy = strategy });
        foreach (var origin in fixture.Origins)
        {
            origin.Delay = TimeSpan.FromMilliseconds(10);
        }

        var blobs = Enumerable.Range(0, 60).Select(i => new TextBlob(500, i)).ToList();
        await fixture.RunAsync(Task.WhenAll(blobs.Select(blob => fixture.Pool.StoreAsync(blob.Hash, blob, OriginPriority.Upload, CancellationToken.None))));
        var texts = await Task.WhenAll(blobs.Select(blob => fixture.ReadAsync(blob)));

        Assert.Equal(blobs.Select(blob => blob.Text), texts);
        Assert.All(fixture.Origins, origin => Assert.Equal(4, origin.Peak));
        Assert.All(fixture.Origins, origin => Assert.InRange(origin.Files.Count, 8, 34));
        Assert.All(fixture.Servers, server => Assert.Equal((0, 0), (server.Limiter.InUse, server.Limiter.Waiting)));
    }

    [Fact]
    public async Task NoBudget_IsExceeded_AndUploadsGoWhereSomethingIsLeft()
    {
        await using var fixture = new PoolFixture(3, (server, i) => server with { RequestsPerWindow = i == 0 ? 24 : null });

        await fixture.RunAsync(Task.WhenAll(Enumerable.Range(0, 60).Select(i => new TextBlob(100, i)).Select(
            blob => fixture.Pool.StoreAsync(blob.Hash, blob, OriginPriority.Upload, CancellationToken.None))));

        Assert.InRange(fixture.Origins[0].Requests.Count, 20, 24);
        Assert.Equal(60, fixture.Catalog.Copies.Count(copy => copy.State == OriginCopyState.Stored));
    }

    [Fact]
    public async Task Reads_AreServedByReplicasWithRoom_WhenTheFirstIsFull()
    {
        await using var fixture = new PoolFixture(2, (server, _) => server with { MaxConcurrent = 2 });
        var blob = new TextBlob(500);
        await fixture.StoreCopiesAsync(blob, 2);
        foreach (var origin in fixture.Origins)
        {
            origin.Delay = TimeSpan.FromMilliseconds(20);
        }

        var texts = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => fixture.ReadAsync(blob)));

        Assert.All(texts, text => Assert.Equal(blob.Text, text));
        Assert.All(fixture.Origins, origin => Assert.InRange(origin.Count("GET"), 3, 9));
    }

    [Fact]
    public async Task NoUploadFails_WhileOneServerOfThreeComesAndGoes()
    {
        await using var fixture = new PoolFixture(3);
        fixture.StartMonitor();
        var requests = 0;
        fixture.Origins[1].Fault = exchange =>
        {
            var isDown = Interlocked.Increment(ref requests) % 20 >= 10;
            if (isDown)
            {
                exchange.Abort();
            }

            return Task.FromResult(isDown);
        };

        var blobs = Enumerable.Range(0, 80).Select(i => new TextBlob(2000, i)).ToList();
        await fixture.RunAsync(Task.WhenAll(blobs.Select(blob => fixture.Pool.StoreAsync(blob.Hash, blob, OriginPriority.Upload, CancellationToken.None))));

        Assert.All(blobs, blob => Assert.Single(fixture.Catalog.Of(blob.Hash), copy => copy.State == OriginCopyState.Stored));
        fixture.Origins[1].Fault = null;
        await fixture.UntilAsync(() => fixture.Servers[1].Health.IsUsable, "it is back for good");
        Assert.Equal(blobs.Select(blob => blob.Text), await Task.WhenAll(blobs.Select(blob => fixture.ReadAsync(blob))));
    }

    [Fact]
    public async Task Turns_AreForNewFiles_AndReadsTakeNone()
    {
        await using var fixture = new PoolFixture(2, pool: pool => pool with { Strategy = PlacementStrategy.RoundRobin });
        for (var i = 0; i < 8; i++)
        {
            var blob = new TextBlob(100, i);
            await fixture.StoreAsync(blob);
            await fixture.ReadAsync(blob);
        }

        Assert.Equal([4, 4], fixture.Origins.Select(origin => origin.Files.Count));
    }
}
