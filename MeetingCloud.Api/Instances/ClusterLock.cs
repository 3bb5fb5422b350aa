using StackExchange.Redis;

namespace MeetingCloud.Api.Instances;

/// <summary>
/// Lets one instance of many do the work that one should do: a key in Redis with a TTL, renewed while it is asked for. Where the one dies,
/// another takes over within that time. While Redis is away, whoever held it last goes on, and nobody else begins.
/// </summary>
internal sealed class ClusterLock(IConnectionMultiplexer redis)
{
    private const string Key = "origin:worker";
    private static readonly TimeSpan s_lifetime = TimeSpan.FromSeconds(10);

    private readonly string _instance = Guid.NewGuid().ToString("N");
    private volatile bool _held;

    /// <summary>Whether this instance is the one, as far as it knows.</summary>
    public bool IsHeld => _held;

    /// <summary>Takes the lock, or renews it; to be called every few seconds.</summary>
    public async Task<bool> HoldAsync()
    {
        try
        {
            var database = redis.GetDatabase();
            _held = await database.LockExtendAsync(Key, _instance, s_lifetime) || await database.LockTakeAsync(Key, _instance, s_lifetime);
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
            await redis.GetDatabase().LockReleaseAsync(Key, _instance);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            // It ends by itself.
        }
    }
}
