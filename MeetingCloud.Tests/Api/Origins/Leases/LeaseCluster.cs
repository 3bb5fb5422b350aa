using MeetingCloud.Api.Origins.Leases;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace MeetingCloud.Tests.Api.Origins.Leases;

/// <summary>A real Redis and some instances that share limits through it, each with a connection and a clock of its own.</summary>
internal sealed class LeaseCluster : IAsyncDisposable
{
    private readonly List<Member> _members = [];

    private LeaseCluster(RedisServer redis) => Redis = redis;

    public RedisServer Redis { get; }

    public IReadOnlyList<Member> Members => _members;

    /// <summary>Redis's own clock runs on, so leases that must end in a test are short.</summary>
    public LeaseOptions Options { get; init; } = new() { LeaseTime = TimeSpan.FromSeconds(30) };

    public static async Task<LeaseCluster> StartAsync(int instances, LeaseOptions? options = null)
    {
        var cluster = new LeaseCluster(await RedisServer.StartNewAsync()) { Options = options ?? new LeaseOptions { LeaseTime = TimeSpan.FromSeconds(30) } };
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
    public async Task<Member> JoinAsync(TimeSpan ahead = default, TimeProvider? time = null)
    {
        var configuration = ConfigurationOptions.Parse(Redis.ConnectionString);
        configuration.AbortOnConnectFail = false;
        configuration.ConnectTimeout = 2000;
        configuration.ReconnectRetryPolicy = new LinearRetry(100);
        var clock = new ManualTimeProvider(new ManualTimeProvider().GetUtcNow() + ahead);
        var member = new Member(await ConnectionMultiplexer.ConnectAsync(configuration), Options, clock, time ?? clock, _members.Count);
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
        await Redis.StopAsync();
        await Eventually.BecomesTrueAsync(() => _members.TrueForAll(member => !member.Connection.IsConnected), TestCluster.Patience, "the instances notice");
    }

    /// <summary>Redis comes back empty.</summary>
    public async Task StartRedisAsync()
    {
        await Redis.StartAsync();
        await Eventually.BecomesTrueAsync(() => _members.TrueForAll(member => member.Connection.IsConnected), TestCluster.Patience, "the instances are connected again");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members)
        {
            await member.DisposeAsync();
        }

        await Redis.DisposeAsync();
    }

    /// <summary>An instance of the control plane.</summary>
    internal sealed class Member(ConnectionMultiplexer connection, LeaseOptions options, ManualTimeProvider clock, TimeProvider time, int seed)
        : IAsyncDisposable
    {
        private bool _gone;

        public bool IsGone => _gone;

        public ConnectionMultiplexer Connection => connection;

        public ManualTimeProvider Clock => clock;

        public RedisOriginLeases Leases { get; } =
            new(new LeaseLink(connection, options, time, NullLogger<LeaseLink>.Instance), options, time, new Random(seed));

        public async Task<int> HoldAsync(int capacity, int wanted, int inUse = 0) =>
            await Leases.HoldSlotsAsync("server1", capacity, wanted, inUse, CancellationToken.None);

        public async Task<MeetingCloud.Storage.Origins.RequestGrant> TakeAsync(int limit, TimeSpan window, int wanted) =>
            await Leases.TakeRequestsAsync("server1", "window", limit, window, wanted, CancellationToken.None);

        /// <summary>Dies: says nothing more, and gives nothing back.</summary>
        public void Kill() => _gone = true;

        public async ValueTask DisposeAsync()
        {
            if (!_gone)
            {
                _gone = true;
                await Leases.DisposeAsync();
            }

            connection.Dispose();
        }
    }
}
