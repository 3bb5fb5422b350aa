using MeetingCloud.Api.Data;
using MeetingCloud.Api.Instances;
using MeetingCloud.Tests.Support;
using MeetingCloud.Tests.Support.Databases;
using StackExchange.Redis;

namespace MeetingCloud.Tests.Api.Instances;

/// <summary>An instance that has the lock and loses the database.</summary>
public sealed class ClusterLockKeeperTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly ManualTimeProvider _clock = new();
    private RedisServer _redis = null!;
    private ConnectionMultiplexer _connection = null!;
    private ClusterLockKeeper _keeper = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartNewAsync();
        _connection = await RedisClient.ConnectAsync(_redis);
        var own = new ClusterLock(_connection, _clock);
        _keeper = new ClusterLockKeeper(own, new DatabaseProbe(new ScriptedDatabases(_ => throw new TimeoutException()), _clock), _clock);
        await _keeper.StartAsync(CancellationToken.None);
        await Eventually.BecomesTrueAsync(() => own.IsHeld, s_patience, "the instance has the lock");
    }

    public async Task DisposeAsync()
    {
        await _keeper.StopAsync(CancellationToken.None);
        await _connection.CloseAsync();
        await _redis.DisposeAsync();
    }

    public void Dispose()
    {
        _keeper.Dispose();
        _connection.Dispose();
    }

    [Fact]
    public async Task Work_GoesToAnotherInstance_AndBack_WhenThatOneIsGone()
    {
        var other = new ClusterLock(_connection, _clock);
        await Eventually.BecomesTrueAsync(() => TickAsync(other.HoldAsync), s_patience, "another instance takes over");

        await other.ReleaseAsync();

        await Eventually.BecomesTrueAsync(
            () => TickAsync(() => _connection.GetDatabase().KeyExistsAsync("origin:worker")), s_patience, "an instance without a database is better than none");
    }

    private async Task<bool> TickAsync(Func<Task<bool>> look)
    {
        _clock.Advance(TimeSpan.FromSeconds(2));
        return await look();
    }
}
