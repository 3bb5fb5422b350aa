using System.Globalization;
using System.Text.Json;
using MeetingCloud.Api.Instances;
using StackExchange.Redis;

namespace MeetingCloud.Api.Nodes;

/// <summary>
/// The registry as the instances share it: the hash <c>nodes</c> holds every known node's record, and <c>node:{id}</c> is a key with
/// the heartbeat timeout as its TTL: while it is there, the node lives. The hash <c>nodes:forgotten</c> says when a node was forgotten,
/// for a while, and <c>nodes:lines</c> numbers the nodes' event streams. Changes are announced on the channel <c>nodes:changed</c>.
/// Neither scripts nor keyspace notifications are used; Redis-compatible servers often lack them.
/// </summary>
internal sealed class RedisNodeStore(IConnectionMultiplexer redis, NodeOptions options, TimeProvider time)
{
    /// <summary>By then every instance has been told, or was away for so long that its own view is no news to anybody.</summary>
    private static readonly TimeSpan s_keepForgotten = TimeSpan.FromHours(1);

    private const string Known = "nodes";
    private const string Forgotten = "nodes:forgotten";
    private const string Lines = "nodes:lines";

    private readonly InstanceChannel _channel = new(redis, "nodes:changed");

    /// <summary>Whether Redis can be asked at all.</summary>
    public bool IsConnected => redis.IsConnected;

    public async Task SaveAsync(NodeRecord record, TimeSpan age)
    {
        await WriteAsync(record, age);
        await _channel.PublishAsync($"saved {record.Id}");
    }

    /// <summary>The same for a node that has opened its event stream.</summary>
    public async Task FindAsync(NodeRecord record, long line)
    {
        await WriteAsync(record, TimeSpan.Zero);
        await AnnounceAsync("found", record.Id, line);
    }

    public async Task ForgetAsync(string id, DateTimeOffset at)
    {
        var db = redis.GetDatabase();
        // First: whoever reads in between knows that the record does not count.
        await db.HashSetAsync(Forgotten, id, at.ToUnixTimeMilliseconds());
        await Task.WhenAll(db.HashDeleteAsync(Known, id), db.KeyDeleteAsync(LeaseKey(id)));
        await AnnounceAsync("forgotten", id, at.ToUnixTimeMilliseconds());
    }

    /// <summary>Ends the node's lease before its time.</summary>
    public async Task LoseAsync(string id, long line)
    {
        await redis.GetDatabase().KeyDeleteAsync(LeaseKey(id));
        await AnnounceAsync("lost", id, line);
    }

    /// <summary>
    /// A number greater than all before it, in whichever instance, and not below the time in milliseconds: so it is greater, too, than those
    /// that were given while Redis was away, or before it lost everything.
    /// </summary>
    public async Task<long> NextLineAsync()
    {
        var db = redis.GetDatabase();
        var next = await db.StringIncrementAsync(Lines);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return next >= now ? next : await db.StringIncrementAsync(Lines, now - next);
    }

    /// <summary>Every known node and the time since it was last heard of, as far as its key tells.</summary>
    public async Task<IReadOnlyList<(NodeRecord Record, TimeSpan Age)>> LoadAsync()
    {
        var known = await redis.GetDatabase().HashGetAllAsync(Known);
        return await Task.WhenAll(known.Select(entry => Parse(entry.Value)).OfType<NodeRecord>().Select(WithAgeAsync));
    }

    public async Task<(NodeRecord Record, TimeSpan Age)?> LoadAsync(string id) =>
        Parse(await redis.GetDatabase().HashGetAsync(Known, id)) is { } record ? await WithAgeAsync(record) : null;

    /// <summary>Nodes that were forgotten of late, and when.</summary>
    public async Task<IReadOnlyList<(string Id, DateTimeOffset At)>> LoadForgottenAsync()
    {
        var db = redis.GetDatabase();
        var forgotten = new List<(string Id, DateTimeOffset At)>();
        foreach (var entry in await db.HashGetAllAsync(Forgotten))
        {
            var at = DateTimeOffset.FromUnixTimeMilliseconds((long)entry.Value);
            if (time.GetUtcNow() - at > s_keepForgotten)
            {
                await db.HashDeleteAsync(Forgotten, entry.Name);
            }
            else
            {
                forgotten.Add((entry.Name.ToString(), at));
            }
        }

        return forgotten;
    }

    /// <summary>Calls back when another instance says something.</summary>
    public Task SubscribeAsync(NodeNews news) => _channel.SubscribeAsync(message =>
    {
        if (message.Split(' ') is not [var what, var id, .. var rest])
        {
            return;
        }

        var hasNumber = long.TryParse(rest.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        switch (what)
        {
            case "forgotten" when hasNumber:
                news.Forgotten(id, DateTimeOffset.FromUnixTimeMilliseconds(number));
                break;
            case "lost" when hasNumber:
                news.Lost(id, number);
                break;
            case "found" when hasNumber:
                news.Found(id, number);
                break;
            default:
                news.Changed(id);
                break;
        }
    });

    private async Task WriteAsync(NodeRecord record, TimeSpan age)
    {
        var json = JsonSerializer.Serialize(record, NodeJson.Default.NodeRecord);
        var db = redis.GetDatabase();
        var saved = db.HashSetAsync(Known, record.Id, json);
        var left = options.HeartbeatTimeout - age;
        await Task.WhenAll(saved, left > TimeSpan.Zero ? db.StringSetAsync(LeaseKey(record.Id), record.Url, left) : Task.CompletedTask);
    }

    private Task AnnounceAsync(string what, string id, long number) =>
        _channel.PublishAsync(string.Create(CultureInfo.InvariantCulture, $"{what} {id} {number}"));

    private async Task<(NodeRecord Record, TimeSpan Age)> WithAgeAsync(NodeRecord record)
    {
        var left = await redis.GetDatabase().KeyTimeToLiveAsync(LeaseKey(record.Id));
        return (record, left is { } rest ? options.HeartbeatTimeout - rest : options.HeartbeatTimeout);
    }

    private static NodeRecord? Parse(RedisValue json)
    {
        try
        {
            return json.IsNullOrEmpty ? null : JsonSerializer.Deserialize(json.ToString(), NodeJson.Default.NodeRecord);
        }
        catch (JsonException)
        {
            // Another version's record: the node's next heartbeat writes it anew.
            return null;
        }
    }

    private static string LeaseKey(string id) => $"node:{id}";
}
