using StackExchange.Redis;

namespace MeetingCloud.Api.Uploads;

/// <summary>
/// What instances ask of each other: to let go of an upload whose writer has fallen silent, or whose end has come. While Redis is away
/// nobody hears it; then a silent writer's connection times out first, and its client is told to come back.
/// </summary>
internal sealed class UploadMessages(IConnectionMultiplexer redis, TimeProvider time) : BackgroundService
{
    private static readonly RedisChannel s_channel = new("uploads:turns", RedisChannel.PatternMode.Literal);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly string _instance = Guid.NewGuid().ToString("N");

    /// <summary>Somebody waits to go on with the upload of this id.</summary>
    public Action<string>? Asked { get; set; }

    /// <summary>The upload of this id is to end.</summary>
    public Action<string>? Ended { get; set; }

    public void Ask(string id, bool toEnd)
    {
        if (redis.IsConnected)
        {
            redis.GetSubscriber().Publish(s_channel, $"{_instance} {(toEnd ? "end" : "ask")} {id}", CommandFlags.FireAndForget);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await TrySubscribeAsync())
        {
            await Task.Delay(s_pause, time, stoppingToken);
        }
    }

    // The client renews the subscription by itself after a lost connection.
    private async Task<bool> TrySubscribeAsync()
    {
        if (!redis.IsConnected)
        {
            return false;
        }

        try
        {
            await redis.GetSubscriber().SubscribeAsync(s_channel, (_, message) => Receive(((string?)message ?? "").Split(' ')));
            return true;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return false;
        }
    }

    private void Receive(string[] parts)
    {
        if (parts is [var instance, var what, var id] && instance != _instance)
        {
            (what == "end" ? Ended : Asked)?.Invoke(id);
        }
    }
}
