using StackExchange.Redis;

namespace MeetingCloud.Tests.Support;

/// <summary>Connections to a Redis of the tests. They stand when they are given out, and give up no answer because the machine is busy.</summary>
internal static class RedisClient
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public static async Task<ConnectionMultiplexer> ConnectAsync(RedisServer redis)
    {
        // Whoever waited for an answer would do so for longer than any test. Versions without that word wait for ever.
        var options = ConfigurationOptions.Parse(
            $"{redis.ConnectionString},abortConnect=false,connectTimeout=30000,asyncTimeout=300000", ignoreUnknown: true);
        // Else it grows with the time to connect.
        options.ReconnectRetryPolicy = new LinearRetry(1000);
        var connection = await ConnectionMultiplexer.ConnectAsync(options);
        try
        {
            await WaitUntilAnsweredAsync(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Waits until both of its lines answer, that of the commands and that of the subscriptions: their news of being there is out then.</summary>
    private static Task WaitUntilAnsweredAsync(ConnectionMultiplexer connection) => Eventually.BecomesTrueAsync(
        async () =>
        {
            try
            {
                await Task.WhenAll(connection.GetDatabase().PingAsync(), connection.GetSubscriber().PingAsync()).WaitAsync(s_patience);
                return true;
            }
            catch (RedisException)
            {
                return false;
            }
        },
        s_patience,
        "Redis answers its client");
}
