using System.Text.Json;
using StackExchange.Redis;

namespace MeetingCloud.Api.Nodes;

/// <summary>
/// The registry as the instances share it: the hash <c>nodes</c> holds every known node's record, and <c>node:{id}</c> is a key with
/// the heartbeat timeout as its TTL: while it is there, the node lives. Changes are announced on the channel <c>nodes:changed</c>.
/// Neither scripts nor keyspace notifications are used; Redis-compatible servers often lack them.
/// </summary>
internal sealed class RedisNodeStore(IConnectionMultiplexer redis, NodeOptions options)
{
    public static readonly RedisChannel Channel = new("nodes:changed", RedisChannel.PatternMode.Literal);
    private const string Known = "nodes";

    /// <summary>Tells this instance's announcements from those of others.</summary>
    private readonly string _instance = Guid.NewGuid().ToString("N");

    public async Task SaveAsync(NodeRecord record, TimeSpan age)
    {
        var json = JsonSerializer.Serialize(record, NodeJson.Default.NodeRecord);
        var db = redis.GetDatabase();
        var saved = db.HashSetAsync(Known, record.Id, json);
        var left = options.HeartbeatTimeout - age;
        await Task.WhenAll(saved, left > TimeSpan.Zero ? db.StringSetAsync(LeaseKey(record.Id), record.Url, left) : Task.CompletedTask);
        await AnnounceAsync("saved", record.Id);
    }

    public async Task ForgetAsync(string id)
    {
        var db = redis.GetDatabase();
        await Task.WhenAll(db.HashDeleteAsync(Known, id), db.KeyDeleteAsync(LeaseKey(id)));
        await AnnounceAsync("forgotten", id);
    }

    /// <summary>Ends the node's lease before its time.</summary>
    public async Task LoseAsync(string id)
    {
        await redis.GetDatabase().KeyDeleteAsync(LeaseKey(id));
        await AnnounceAsync("lost", id);
    }

    /// <summary>Every known node and the time since it was last heard of, as far as its key tells.</summary>
    public async Task<IReadOnlyList<(NodeRecord Record, TimeSpan Age)>> LoadAsync()
    {
        var known = await redis.GetDatabase().HashGetAllAsync(Known);
        return await Task.WhenAll(known.Select(entry => Parse(entry.Value)).OfType<NodeRecord>().Select(WithAgeAsync));
    }

    public async Task<(NodeRecord Record, TimeSpan Age)?> LoadAsync(string id) =>
        Parse(await redis.GetDatabase().HashGetAsync(Known, id)) is { } record ? await WithAgeAsync(record) : null;

    /// <summary>Calls back with the node's id when another instance says so.</summary>
    public Task SubscribeAsync(Action<string> changed, Action<string> lost, Action<string> forgotten) => redis.GetSubscriber().SubscribeAsync(
        Channel,
        (_, message) =>
        {
            var parts = ((string?)message ?? "").Split(' ', 3);
            if (parts.Length == 3 && parts[0] != _instance)
            {
                var tell = parts[1] switch { "forgotten" => forgotten, "lost" => lost, _ => changed };
                tell(parts[2]);
            }
        });

    private Task AnnounceAsync(string what, string id) => redis.GetSubscriber().PublishAsync(Channel, $"{_instance} {what} {id}");

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
