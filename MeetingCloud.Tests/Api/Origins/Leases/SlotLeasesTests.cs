using MeetingCloud.Api.Origins.Leases;
using MeetingCloud.Storage.Origins;
using MeetingCloud.Storage.Origins.Limits;
using MeetingCloud.Storage.WebDav;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Api.Origins.Leases;

public sealed class SlotLeasesTests
{
    [Theory]
    [InlineData(20, new[] { 5 }, 20)]
    [InlineData(20, new[] { 50 }, 20)]
    [InlineData(20, new[] { 20, 20 }, 10)]
    [InlineData(20, new[] { 20, 3 }, 17)]
    [InlineData(20, new[] { 20, 2, 20 }, 9)]
    [InlineData(20, new[] { 20, 20, 20 }, 7)]
    [InlineData(2, new[] { 9, 9, 9 }, 1)]
    [InlineData(20, new int[0], 20)]
    public void Level_IsWhatEachMayHave(int capacity, int[] wants, int level) => Assert.Equal(level, SlotLeases.Level(capacity, wants));

    [Fact]
    public async Task Slots_AreAllForOneInstance_WhileNobodyElseWantsAny()
    {
        await using var cluster = await LeaseCluster.StartAsync(instances: 2);
        var (a, b) = (cluster.Members[0], cluster.Members[1]);

        Assert.Equal(20, await a.HoldAsync(20, wanted: 25));
        Assert.Equal(20, await a.HoldAsync(20, wanted: 20, inUse: 20));
        Assert.Equal(0, await a.HoldAsync(20, wanted: 0));
        Assert.Equal(20, await b.HoldAsync(20, wanted: 20));
    }

    [Fact]
    public async Task Slots_GoToTheOther_OnlyWhenTheirRequestsHaveEnded()
    {
        await using var cluster = await LeaseCluster.StartAsync(instances: 2);
        var (a, b) = (cluster.Members[0], cluster.Members[1]);
        await a.HoldAsync(20, wanted: 20);

        Assert.Equal(0, await b.HoldAsync(20, wanted: 20));
        Assert.Equal(10, await a.HoldAsync(20, wanted: 20, inUse: 20));
        Assert.Equal(0, await b.HoldAsync(20, wanted: 20));
        Assert.Equal(10, await a.HoldAsync(20, wanted: 20, inUse: 14));
        Assert.Equal(6, await b.HoldAsync(20, wanted: 20));
        Assert.Equal(10, await a.HoldAsync(20, wanted: 20, inUse: 10));
        Assert.Equal(10, await b.HoldAsync(20, wanted: 20, inUse: 6));
        Assert.Equal(10, await a.HoldAsync(20, wanted: 20, inUse: 10));
    }

    [Fact]
    public async Task Slots_ThatOneLeaves_AreForTheOthers()
    {
        await using var cluster = await LeaseCluster.StartAsync(instances: 2);
        var (a, b) = (cluster.Members[0], cluster.Members[1]);

        Assert.Equal(3, await a.HoldAsync(20, wanted: 3));
        Assert.Equal(17, await b.HoldAsync(20, wanted: 20));
        Assert.Equal(3, await a.HoldAsync(20, wanted: 20, inUse: 3));
        Assert.Equal(10, await b.HoldAsync(20, wanted: 20, inUse: 5));
        Assert.Equal(10, await b.HoldAsync(20, wanted: 20, inUse: 10));
        Assert.Equal(10, await a.HoldAsync(20, wanted: 20, inUse: 3));
    }

    [Fact]
    public async Task Servers_HaveSlotsOfTheirOwn()
    {
        await using var cluster = await LeaseCluster.StartAsync(instances: 2);

        Assert.Equal(4, await cluster.Members[0].HoldAsync(4, wanted: 4));
        Assert.Equal(4, await cluster.Members[1].Leases.HoldSlotsAsync("server2", 4, 4, 0, CancellationToken.None));
    }

    [Fact]
    public async Task Slots_ComeFreeByThemselves_WhenAnInstanceDies_AndAtOnce_WhenItLeaves()
    {
        await using var cluster = await LeaseCluster.StartAsync(instances: 3);
        var (a, b, c) = (cluster.Members[0], cluster.Members[1], cluster.Members[2]);
        Assert.Equal(20, await a.HoldAsync(20, wanted: 20));
        a.Kill();

        Assert.Equal(0, await b.HoldAsync(20, wanted: 20));
        Assert.All(await a.TimesLeftAsync(20), left => Assert.InRange(left, TimeSpan.Zero, cluster.Options.LeaseTime));
        await a.ExpireAsync(20, TimeSpan.FromMilliseconds(1));
        await Eventually.BecomesTrueAsync(async () => await b.HoldAsync(20, wanted: 20) == 20, TestCluster.Patience, "the dead instance's slots are free");
        await b.DisposeAsync();

        Assert.Equal(20, await c.HoldAsync(20, wanted: 20));
    }

    [Fact]
    public async Task Slots_StayWithTheirHolder_AsLongAsItRenewsThem()
    {
        await using var cluster = await LeaseCluster.StartAsync(instances: 2);
        var (a, b) = (cluster.Members[0], cluster.Members[1]);
        var half = cluster.Options.LeaseTime / 2;
        await a.HoldAsync(4, wanted: 4);

        // Many times longer than a lease lasts.
        for (var renewal = 0; renewal < 10; renewal++)
        {
            await a.ExpireAsync(4, half);
            await cluster.BeatAsync();
            Assert.Equal(4, await a.HoldAsync(4, wanted: 4, inUse: 4));
            Assert.All(await a.TimesLeftAsync(4), left => Assert.InRange(left, half, cluster.Options.LeaseTime));
        }

        Assert.Equal(0, await b.HoldAsync(4, wanted: 4));
    }

    [Fact]
    public async Task Instances_KeepToTheirShare_WhileRedisIsAway_AndShareAgain_WhenItIsBack()
    {
        await using var cluster = await LeaseCluster.StartAsync(instances: 2);
        var (a, b) = (cluster.Members[0], cluster.Members[1]);
        Assert.Equal(14, await a.HoldAsync(20, wanted: 14));
        Assert.Equal(6, await b.HoldAsync(20, wanted: 6));

        await cluster.StopRedisAsync();
        Assert.Equal(10, await a.HoldAsync(20, wanted: 20, inUse: 14));
        // The other may still be using what it held.
        Assert.Equal(6, await b.HoldAsync(20, wanted: 20, inUse: 6));
        cluster.Advance(cluster.Options.LeaseTime);
        Assert.Equal(10, await b.HoldAsync(20, wanted: 20, inUse: 6));
        Assert.Equal(10, await a.HoldAsync(20, wanted: 20, inUse: 10));

        // Empty, it knows of nobody: whoever comes first must not take all.
        await cluster.StartRedisAsync();
        Assert.Equal(10, await a.HoldAsync(20, wanted: 20, inUse: 10));
        Assert.Equal(10, await b.HoldAsync(20, wanted: 20, inUse: 10));
        await cluster.BeatAsync();
        cluster.Advance(cluster.Options.LeaseTime);
        Assert.Equal(0, await b.HoldAsync(20, wanted: 0));
        // A slot that Redis gave and whose answer came too late is free when its key has expired.
        await Eventually.BecomesTrueAsync(
            async () => await a.HoldAsync(20, wanted: 20, inUse: 10) == 20, TestCluster.Patience, "it has all that the other gave back");
    }

    [Fact]
    public async Task Requests_NeverExceedTheCapacity_AndAllGetTheirTurn_WhenThreeInstancesCrowdAServer()
    {
        await using var cluster = await LeaseCluster.StartAsync(
            instances: 0,
            // Its clock is the real one: a busy machine is not to make an instance go on alone.
            new LeaseOptions
            {
                LeaseTime = LeaseCluster.LongerThanAnyTest, RenewInterval = TimeSpan.FromMilliseconds(20), Patience = TimeSpan.FromMinutes(1),
            });
        var limiters = new List<OriginLimiter>();
        for (var i = 0; i < 3; i++)
        {
            var member = await cluster.JoinAsync(time: TimeProvider.System);
            limiters.Add(new OriginLimiter(Server, member.Leases, TimeProvider.System));
        }

        await cluster.BeatAsync();
        var (now, most) = (0, 0);
        var gate = new Lock();

        // The first has the server to itself, and all of it in use, when the others come.
        var othersCame = new TaskCompletionSource();
        var first = CrowdAsync(limiters[0], othersCame.Task);
        await Eventually.BecomesTrueAsync(() => limiters[0].InUse == Server.MaxConcurrent, TestCluster.Patience, "the first uses all slots");
        var others = limiters.Skip(1).Select(limiter => CrowdAsync(limiter, Task.CompletedTask)).ToList();
        othersCame.SetResult();
        await Task.WhenAll([first, .. others]).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(Server.MaxConcurrent, most);
        limiters.ForEach(limiter => limiter.Dispose());

        Task CrowdAsync(OriginLimiter limiter, Task until) => Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            using var permit = await limiter.AcquireAsync(OriginPriority.AttendeeRead, CancellationToken.None);
            lock (gate)
            {
                most = Math.Max(most, ++now);
            }

            await until;
            // Some last for longer than others wait before they ask again for slots.
            await Task.Delay(40 * (1 + (i % 4)));
            lock (gate)
            {
                now--;
            }
        }));
    }

    private static OriginServerOptions Server { get; } = new()
    {
        Id = "server1", Account = new WebDavAccount(new Uri("http://127.0.0.1/"), "user", "secret"), MaxConcurrent = 20,
    };
}
