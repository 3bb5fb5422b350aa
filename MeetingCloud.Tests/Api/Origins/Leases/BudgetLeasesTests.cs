using MeetingCloud.Api.Origins.Leases;

namespace MeetingCloud.Tests.Api.Origins.Leases;

public sealed class BudgetLeasesTests
{
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(30);

    [Fact]
    public async Task Budget_IsSpentOnce_ByAllInstancesTogether()
    {
        await using var cluster = await LeaseCluster.StartAsync(instances: 3);
        var (a, b, c) = (cluster.Members[0], cluster.Members[1], cluster.Members[2]);

        Assert.Equal(400, (await a.TakeAsync(600, s_window, 400)).Granted);
        Assert.Equal(150, (await b.TakeAsync(600, s_window, 150)).Granted);
        Assert.Equal(50, (await c.TakeAsync(600, s_window, 100)).Granted);
        Assert.Equal(0, (await a.TakeAsync(600, s_window, 1)).Granted);
    }

    [Fact]
    public async Task Budget_ComesBack_WhenItsRetryAfterSays()
    {
        await using var cluster = await LeaseCluster.StartAsync(instances: 1);
        var a = cluster.Members[0];
        await a.TakeAsync(600, s_window, 200);
        cluster.Advance(TimeSpan.FromMinutes(10));
        await a.TakeAsync(600, s_window, 400);

        var refused = await a.TakeAsync(600, s_window, 300);
        cluster.Advance(refused.RetryAfter - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, (await a.TakeAsync(600, s_window, 300)).Granted);
        cluster.Advance(TimeSpan.FromMilliseconds(1));

        Assert.InRange(refused.RetryAfter, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(21));
        Assert.Equal(200, (await a.TakeAsync(600, s_window, 300)).Granted);
    }

    [Fact]
    public async Task Budget_IsUsedToItsEnd_AndNoFurther_WhenInstancesAskAtOnce()
    {
        await using var cluster = await LeaseCluster.StartAsync(instances: 3);

        var grants = await Task.WhenAll(cluster.Members.SelectMany(member => Enumerable.Range(0, 40).Select(_ => member.TakeAsync(100, s_window, 3))));
        var granted = grants.Sum(grant => grant.Granted);
        Assert.InRange(granted, 1, 100);

        // Who asked at the same time as another may have got too little: asking again gets the rest.
        for (var round = 0; round < 3; round++)
        {
            granted += (await cluster.Members[round].TakeAsync(100, s_window, 100)).Granted;
        }

        Assert.Equal(100, granted);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task NoWindow_SeesMoreThanTheLimit_WhateverTheInstancesClocksSay(int seed)
    {
        const int limit = 50;
        var window = TimeSpan.FromMinutes(5);
        await using var cluster = await LeaseCluster.StartAsync(instances: 0, new LeaseOptions { ClockSkew = TimeSpan.FromSeconds(20) });
        await cluster.JoinAsync();
        await cluster.JoinAsync(ahead: TimeSpan.FromSeconds(20));
        await cluster.JoinAsync(ahead: TimeSpan.FromSeconds(11));
        await cluster.BeatAsync();
        var random = new Random(seed);
        var spent = new List<(DateTimeOffset At, int Count)>();
        var first = cluster.Members[0].Clock;

        for (var step = 0; step < 150; step++)
        {
            cluster.Advance(TimeSpan.FromSeconds(random.Next(0, 25)));
            var member = cluster.Members[random.Next(3)];
            spent.Add((first.GetUtcNow(), (await member.TakeAsync(limit, window, random.Next(1, 12))).Granted));
        }

        Assert.All(spent, last => Assert.InRange(spent.Where(s => s.At > last.At - window && s.At <= last.At).Sum(s => s.Count), 0, limit));
        Assert.True(spent.Sum(s => s.Count) > 2 * limit, "The budget came back as the window moved on.");
    }

    [Fact]
    public async Task Budget_IsDivided_WhileRedisIsAway_AndWhatWasSpentCounts_WhenItIsBack()
    {
        await using var cluster = await LeaseCluster.StartAsync(instances: 2);
        var (a, b) = (cluster.Members[0], cluster.Members[1]);
        await a.TakeAsync(600, s_window, 200);
        await b.TakeAsync(600, s_window, 100);
        await a.TakeAsync(600, s_window, 0);

        await cluster.StopRedisAsync();
        Assert.Equal(150, (await a.TakeAsync(600, s_window, 400)).Granted);
        Assert.Equal(0, (await a.TakeAsync(600, s_window, 1)).Granted);
        Assert.Equal(100, (await b.TakeAsync(600, s_window, 100)).Granted);

        // It has forgotten everything: the instances tell it.
        await cluster.StartRedisAsync();
        await cluster.BeatAsync();
        Assert.Equal(0, (await a.TakeAsync(600, s_window, 100)).Granted);
        cluster.Advance(cluster.Options.LeaseTime);

        Assert.Equal(50, (await a.TakeAsync(600, s_window, 600)).Granted);
        Assert.Equal(0, (await b.TakeAsync(600, s_window, 600)).Granted);
    }

    [Fact]
    public async Task Budget_IsNotSpentTwice_WhenRedisForgetsWhileAnInstanceIsIdle()
    {
        await using var cluster = await LeaseCluster.StartAsync(instances: 2);
        var (a, b) = (cluster.Members[0], cluster.Members[1]);
        await a.TakeAsync(600, s_window, 500);
        await cluster.StopRedisAsync();
        await cluster.StartRedisAsync();

        await cluster.BeatAsync();
        cluster.Advance(cluster.Options.LeaseTime);

        Assert.Equal(100, (await b.TakeAsync(600, s_window, 600)).Granted);
    }

    [Fact]
    public async Task Budget_StaysCounted_WhenTheInstanceThatSpentItIsGone()
    {
        await using var cluster = await LeaseCluster.StartAsync(instances: 2);
        await cluster.Members[0].TakeAsync(600, s_window, 590);
        cluster.Members[0].Kill();

        Assert.Equal(10, (await cluster.Members[1].TakeAsync(600, s_window, 50)).Granted);
    }

    [Fact]
    public async Task Budgets_DoNotMix_WhenTheyAreOfOtherServersOrWindows()
    {
        await using var cluster = await LeaseCluster.StartAsync(instances: 1);
        var leases = cluster.Members[0].Leases;
        await leases.TakeRequestsAsync("server1", "window", 10, s_window, 10, CancellationToken.None);

        Assert.Equal(10, (await leases.TakeRequestsAsync("server2", "window", 10, s_window, 10, CancellationToken.None)).Granted);
        Assert.Equal(10, (await leases.TakeRequestsAsync("server1", "burst", 10, TimeSpan.FromSeconds(1), 10, CancellationToken.None)).Granted);
    }
}
