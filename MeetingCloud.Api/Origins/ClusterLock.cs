using StackExchange.Redis;

namespace MeetingCloud.Api.Origins;

/// <summary>
/// Lets one instance of many do the work that one should do: a key in Redis with a TTL, renewed while it is asked for. While Redis is
/// away, whoever held it last goes on, and nobody else begins.
/// </summary>
internal sealed class ClusterLock(IConnectionMultiplexer redis)
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(1);

    private readonly string _instance = Guid.NewGuid().ToString("N");
    private volatile bool _held;

    /// <summary>Takes the lock, or renews it; to be called more often than once a minute.</summary>
    public async Task<bool> HoldAsync()
    {
        const string key = "origin:worker";
        try
        {
            var database = redis.GetDatabase();
            _held = await database.LockExtendAsync(key, _instance, s_lifetime) || await database.LockTakeAsync(key, _instance, s_lifetime);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            // As it was.
        }

        return _held;
    }

    /// <summary>Gives it to another instance at once.</summary>
    public async Task ReleaseAsync()
    {
        _held = false;
        try
        {
            await redis.GetDatabase().LockReleaseAsync("origin:worker", _instance);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            // It ends by itself.
        }
    }
}
