using MeetingCloud.Api.Instances;
using StackExchange.Redis;

namespace MeetingCloud.Api.Uploads;

/// <summary>
/// What instances ask of each other: to let go of an upload whose writer has fallen silent, or whose end has come. While Redis is away
/// nobody hears it; then a silent writer's connection times out first, and its client is told to come back.
/// </summary>
internal sealed class UploadMessages(IConnectionMultiplexer redis, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly InstanceChannel _channel = new(redis, "uploads:turns");

    /// <summary>Somebody waits to go on with the upload of this id.</summary>
    public Action<string>? Asked { get; set; }

    /// <summary>The upload of this id is to end.</summary>
    public Action<string>? Ended { get; set; }

    public void Ask(string id, bool toEnd) => _channel.Publish($"{(toEnd ? "end" : "ask")} {id}");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await _channel.TrySubscribeAsync(Receive))
        {
            await Task.Delay(s_pause, time, stoppingToken);
        }
    }

    private void Receive(string message)
    {
        if (message.Split(' ') is [var what, var id])
        {
            (what == "end" ? Ended : Asked)?.Invoke(id);
        }
    }
}
