using MeetingCloud.Api.Origins.Leases;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Api.Origins.Leases;

/// <summary>A real Redis and some instances that share limits through it, each with a connection and a clock of its own.</summary>
internal sealed class LeaseCluster : IAsyncDisposable
{
    private readonly List<LeaseMember> _members = [];

    private LeaseCluster(RedisServer redis, LeaseOptions options) => (Redis, Options) = (redis, options);

    /// <summary>A lease's time. Redis's own clock runs on, and no lease is to end by it unless a test says so.</summary>
    public static TimeSpan LongerThanAnyTest { get; } = TimeSpan.FromMinutes(10);

    public RedisServer Redis { get; }

    public IReadOnlyList<LeaseMember> Members => _members;

    public LeaseOptions Options { get; }

    public static async Task<LeaseCluster> StartAsync(int instances, LeaseOptions? options = null)
    {
        var cluster = new LeaseCluster(await RedisServer.StartNewAsync(), options ?? new LeaseOptions { LeaseTime = LongerThanAnyTest });
        try
        {
            for (var i = 0; i < instances; i++)
            {
                await cluster.JoinAsync();
            }

            await cluster.BeatAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <param name="ahead">By how much its clock is ahead of the others'.</param>
    public async Task<LeaseMember> JoinAsync(TimeSpan ahead = default, TimeProvider? time = null)
    {
        var clock = new ManualTimeProvider(new ManualTimeProvider().GetUtcNow() + ahead);
        var member = new LeaseMember(await RedisClient.ConnectAsync(Redis), Options, clock, time ?? clock, _members.Count);
        _members.Add(member);
        return member;
    }

    /// <summary>All instances learn of each other, and tell what Redis has missed.</summary>
    public async Task BeatAsync()
    {
        for (var round = 0; round < 2; round++)
        {
            foreach (var member in _members.Where(member => !member.IsGone))
            {
                await member.Leases.BeatAsync(CancellationToken.None);
            }
        }
    }

    public void Advance(TimeSpan by) => _members.ForEach(member => member.Clock.Advance(by));

    public async Task StopRedisAsync()
    {
        _members.ForEach(member => member.ForgetRestored());
        await Redis.StopAsync();
        await Eventually.BecomesTrueAsync(() => _members.TrueForAll(member => !member.Connection.IsConnected), TestCluster.Patience, "the instances notice");
    }

    /// <summary>Redis comes back empty.</summary>
    public async Task StartRedisAsync()
    {
        await Redis.StartAsync();
        await Eventually.BecomesTrueAsync(() => _members.TrueForAll(member => member.IsRestored), TestCluster.Patience, "the instances are connected again");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members)
        {
            await member.DisposeAsync();
        }

        await Redis.DisposeAsync();
    }
}
