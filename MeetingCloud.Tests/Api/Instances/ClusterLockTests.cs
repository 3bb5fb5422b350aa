using MeetingCloud.Api.Instances;
using MeetingCloud.Tests.Support;
using StackExchange.Redis;

namespace MeetingCloud.Tests.Api.Instances;

/// <summary>Two instances that ask one Redis for the lock.</summary>
public sealed class ClusterLockTests : IAsyncLifetime
{
    private const string Key = "origin:worker";
    private static readonly TimeSpan s_lifetime = TimeSpan.FromSeconds(10);

    private readonly ManualTimeProvider _clock = new();
    private RedisServer _redis = null!;
    private ConnectionMultiplexer _connection = null!;
    private ClusterLock _one = null!;
    private ClusterLock _other = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartNewAsync();
        _connection = await RedisClient.ConnectAsync(_redis);
        _one = new ClusterLock(_connection, _clock);
        _other = new ClusterLock(_connection, _clock);
    }

    public async Task DisposeAsync()
    {
        _connection.Dispose();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Holder_DoesNotTakeItselfForTheOne_WhenItStoodStillForAsLongAsTheLockLasts()
    {
        Assert.True(await _one.HoldAsync());
        await StopTheClockOfRedisAsync();
        _clock.Advance(0.9 * s_lifetime);
        Assert.True(_one.IsHeld);

        _clock.Advance(0.1 * s_lifetime);

        Assert.False(_one.IsHeld);
        Assert.True(await _one.HoldAsync());
        await StopTheClockOfRedisAsync();
        Assert.True(_one.IsHeld);
        Assert.False(await _other.HoldAsync());
    }

    [Fact]
    public async Task Holder_GoesOn_AndNobodyElseBegins_WhileRedisIsAway()
    {
        Assert.True(await _one.HoldAsync());
        await StopTheClockOfRedisAsync();
        Assert.False(await _other.HoldAsync());
        await _redis.StopAsync();
        await Eventually.BecomesTrueAsync(() => !_connection.IsConnected, TimeSpan.FromSeconds(30), "the connection is lost");

        for (var i = 0; i < 10; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(2));
            Assert.True(await _one.HoldAsync());
            Assert.False(await _other.HoldAsync());
        }

        Assert.True(_one.IsHeld);
    }

    [Fact]
    public async Task Other_TakesOverAtOnce_WhenTheHolderGivesItUp()
    {
        Assert.True(await _one.HoldAsync());
        await _one.ReleaseAsync();
        Assert.False(_one.IsHeld);
        Assert.True(await _other.HoldAsync());
    }

    /// <summary>The lock that was just taken ends by itself, and in this test only when the test's own clock says so.</summary>
    private async Task StopTheClockOfRedisAsync()
    {
        var database = _connection.GetDatabase();
        Assert.InRange((await database.KeyTimeToLiveAsync(Key))!.Value, TimeSpan.Zero, s_lifetime);
        Assert.True(await database.KeyPersistAsync(Key));
    }
}
