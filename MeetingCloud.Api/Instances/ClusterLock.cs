using StackExchange.Redis;

namespace MeetingCloud.Api.Instances;

/// <summary>
/// Lets one instance of many do the work that one should do: a key in Redis with a TTL, renewed while it is asked for. Where the one dies,
/// another takes over within that time. While Redis is away, whoever held it last goes on, and nobody else begins.
/// </summary>
internal sealed class ClusterLock(IConnectionMultiplexer redis, TimeProvider time)
{
    private const string Key = "origin:worker";
    private static readonly TimeSpan s_lifetime = TimeSpan.FromSeconds(10);

    private readonly string _instance = Guid.NewGuid().ToString("N");
    private volatile bool _held;
    private long _askedAt;

    /// <summary>
    /// Whether this instance is the one, as far as it knows. A process that stood still for as long as the lock lasts does not know any more,
    /// until it has asked again.
    /// </summary>
    public bool IsHeld => _held && time.GetElapsedTime(Interlocked.Read(ref _askedAt)) < s_lifetime;

    /// <summary>Takes the lock, or renews it; to be called every few seconds.</summary>
    public async Task<bool> HoldAsync()
    {
        try
        {
            // The client would wait for a connection for some seconds.
            if (redis.IsConnected)
            {
                var database = redis.GetDatabase();
                _held = await database.LockExtendAsync(Key, _instance, s_lifetime) || await database.LockTakeAsync(Key, _instance, s_lifetime);
            }
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            // As it was.
        }

        Interlocked.Exchange(ref _askedAt, time.GetTimestamp());
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
