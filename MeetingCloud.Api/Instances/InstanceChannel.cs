using StackExchange.Redis;

namespace MeetingCloud.Api.Instances;

/// <summary>
/// A channel of Redis on which the instances tell each other what has happened. None hears what it says itself; while Redis is away,
/// nobody hears anything, so that nothing may depend on it but how soon a thing is known.
/// </summary>
internal sealed class InstanceChannel(IConnectionMultiplexer redis, string name)
{
    private readonly RedisChannel _channel = new(name, RedisChannel.PatternMode.Literal);

    /// <summary>The first word of what this instance says.</summary>
    private readonly string _instance = Guid.NewGuid().ToString("N");

    /// <exception cref="RedisException">Redis is away, or refuses.</exception>
    public Task PublishAsync(string message) => redis.GetSubscriber().PublishAsync(_channel, $"{_instance} {message}");

    /// <summary>The same for what need not arrive: nobody waits, and no failure is told.</summary>
    public void Publish(string message)
    {
        if (redis.IsConnected)
        {
            redis.GetSubscriber().Publish(_channel, $"{_instance} {message}", CommandFlags.FireAndForget);
        }
    }

    /// <summary>Calls back with what another instance says. The client renews this by itself after a lost connection.</summary>
    /// <exception cref="RedisException">Redis is away, or refuses.</exception>
    public Task SubscribeAsync(Action<string> heard) => redis.GetSubscriber().SubscribeAsync(
        _channel,
        (_, message) =>
        {
            var text = (string?)message ?? "";
            var end = text.IndexOf(' ', StringComparison.Ordinal);
            var (instance, said) = end < 0 ? (text, "") : (text[..end], text[(end + 1)..]);
            if (instance != _instance)
            {
                heard(said);
            }
        });

    /// <returns>Whether it was done; false where Redis is away, and it is to be tried again.</returns>
    public async Task<bool> TrySubscribeAsync(Action<string> heard)
    {
        if (!redis.IsConnected)
        {
            // The client would wait for a connection for some seconds.
            return false;
        }

        try
        {
            await SubscribeAsync(heard);
            return true;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return false;
        }
    }
}
