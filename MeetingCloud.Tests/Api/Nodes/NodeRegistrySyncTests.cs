using MeetingCloud.Api.Nodes;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace MeetingCloud.Tests.Api.Nodes;

/// <summary>One instance's view of the nodes, and what another one writes to the Redis that both share.</summary>
public sealed class NodeRegistrySyncTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly NodeOptions s_options = new(TimeSpan.FromSeconds(60), "score", TimeSpan.FromHours(6));

    private readonly ManualTimeProvider _clock = new();
    private readonly OpenLines _lines = new();
    private readonly NodeRegistry _registry;
    private RedisServer _redis = null!;
    private ConnectionMultiplexer _connection = null!;
    private RedisNodeStore _other = null!;
    private NodeRegistrySync _sync = null!;

    public NodeRegistrySyncTests() => _registry = new NodeRegistry(s_options, _clock);

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartNewAsync();
        _connection = await RedisClient.ConnectAsync(_redis);
        _other = new RedisNodeStore(_connection, s_options, _clock);
        _sync = new NodeRegistrySync(
            _registry, new RedisNodeStore(_connection, s_options, _clock), _lines, _clock, NullLogger<NodeRegistrySync>.Instance);
        await _sync.StartAsync(CancellationToken.None);
        await _clock.WhenArmedAsync();
    }

    public async Task DisposeAsync()
    {
        await _sync.StopAsync(CancellationToken.None);
        await _connection.CloseAsync();
        await _redis.DisposeAsync();
    }

    public void Dispose()
    {
        _sync.Dispose();
        _connection.Dispose();
    }

    [Fact]
    public async Task Node_IsWrittenAgain_WhenRedisHasLostIt_AndNewsOfOthersNeverEnds()
    {
        await RegisterAsync();
        await _connection.GetDatabase().KeyDeleteAsync("nodes");

        for (var news = 1; news <= 3; news++)
        {
            await _other.SaveAsync(new NodeRecord("node-2", "127.0.0.1", 8002, null, 10, StorageUsed: news, _clock.GetUtcNow()), TimeSpan.Zero);
            await Eventually.BecomesTrueAsync(() => _registry.Find("node-2")?.StorageUsed == news, s_patience, "the news is known");
            await _clock.WhenArmedAsync();
            // Never so long that there is none.
            _clock.Advance(0.8 * NodeRegistrySync.Interval);
        }

        await Eventually.BecomesTrueAsync(async () => await _other.LoadAsync("node-1") is not null, s_patience, "Redis has the node again");
    }

    [Fact]
    public async Task Decision_IsWrittenAgain_WhenAnotherInstanceOverwroteIt()
    {
        var before = await RegisterAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));
        _registry.Drain("node-1", drained: true);

        // It has heard the node since, and nothing of the decision.
        await _other.SaveAsync(before with { LastHeartbeat = _clock.GetUtcNow() }, TimeSpan.Zero);

        await Eventually.BecomesTrueAsync(
            async () => (await _other.LoadAsync("node-1"))?.Record.Drained == true, s_patience, "the other instance reads the decision");
    }

    [Fact]
    public async Task Call_DoesNotWaitForRedis_WhenItIsAway_AndIsMadeUpForWhenItIsBack()
    {
        var node = await RegisterAsync();
        await _redis.StopAsync();
        await Eventually.BecomesTrueAsync(() => !_connection.IsConnected, s_patience, "the connection is lost");

        // As a heartbeat, an event stream that opens, and an admin who forgets a node, one after the other.
        await CallsAsync().WaitAsync(s_patience);
        Assert.True(_registry.Timeout > s_options.HeartbeatTimeout);

        await _redis.StartAsync();
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                _clock.Advance(NodeRegistrySync.Interval);
                return _connection.IsConnected && await _other.LoadAsync("node-1") is not null;
            },
            s_patience,
            "Redis knows the node again");

        async Task CallsAsync()
        {
            await _sync.SavedAsync(node);
            Assert.Null(await _sync.FindAsync("ghost"));
            Assert.True(await _sync.NextLineAsync("node-1") > 0);
            await _sync.FoundAsync(node, line: 1);
            await _sync.ForgottenAsync("ghost");
        }
    }

    [Fact]
    public async Task Line_IsForgotten_WithItsNode()
    {
        await RegisterAsync();
        _lines.Opened("node-1", 7, isHere: true);
        _lines.Closed("node-1", 7);
        Assert.True(_registry.Forget("node-1"));

        await _sync.ForgottenAsync("node-1");

        Assert.Equal(0, _lines.NewestOf("node-1"));
    }

    private async Task<NodeRecord> RegisterAsync()
    {
        var node = _registry.Register(new RegisterNodeRequest("node-1", "127.0.0.1", 8001));
        await _sync.SavedAsync(node);
        return node;
    }
}
