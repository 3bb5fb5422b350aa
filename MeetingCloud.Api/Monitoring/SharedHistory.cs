using System.Globalization;
using System.Text.Json;
using MeetingCloud.Api.Instances;
using StackExchange.Redis;

namespace MeetingCloud.Api.Monitoring;

/// <summary>
/// The samples of all instances, in Redis: a hash for each moment, <c>history:{unix seconds}</c>, with a field for each instance, for as long
/// as the history is. Nodes are the same for all, so the one that has the <see cref="ClusterLock"/> tells of them; what was done to the
/// origin pool is the sum.
/// </summary>
internal sealed class SharedHistory(IConnectionMultiplexer redis, ClusterLock cluster, TimeProvider time)
{
    private static readonly TimeSpan s_kept = (History.Samples + 6) * History.Interval;

    private readonly string _instance = Guid.NewGuid().ToString("N");

    /// <summary>The moment of the clock, the same for all instances, that the present belongs to.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var now = time.GetUtcNow();
            return now.AddTicks(-(now.UtcTicks % History.Interval.Ticks));
        }
    }

    /// <summary>Adds what this instance has seen.</summary>
    public Task AddAsync(HistorySample sample) => TryAsync(async db =>
    {
        var own = cluster.IsHeld ? sample : sample with { Nodes = [], Active = 0, Known = 0 };
        var key = Key(sample.At);
        // Both or none: a key without an end would stay for ever.
        var both = db.CreateTransaction();
        var set = both.HashSetAsync(key, _instance, JsonSerializer.Serialize(own, HistoryJson.Default.HistorySample));
        var expire = both.KeyExpireAsync(key, s_kept);
        await both.ExecuteAsync();
        await Task.WhenAll(set, expire);
    });

    /// <summary>What all have seen at that moment; <paramref name="own"/> where Redis does not tell.</summary>
    public async Task<HistorySample> ReadAsync(HistorySample own)
    {
        var all = await ReadAsync(own.At);
        var nodes = all.MaxBy(sample => sample.Known);
        return nodes is null
            ? own
            : Merge(nodes.Known > 0 ? nodes : own, all);
    }

    /// <summary>What there was before this instance came.</summary>
    public async Task<IReadOnlyList<HistorySample>> ReadBeforeAsync(DateTimeOffset now)
    {
        var moments = Enumerable.Range(1, History.Samples - 1).Select(i => now - ((History.Samples - i) * History.Interval));
        var samples = await Task.WhenAll(moments.Select(ReadAsync));
        return [.. samples.Where(all => all.Count > 0).Select(all => Merge(all.MaxBy(sample => sample.Known)!, all))];
    }

    /// <summary>One sample of several: nodes of the one, servers of all.</summary>
    internal static HistorySample Merge(HistorySample nodes, IReadOnlyList<HistorySample> all) => nodes with
    {
        Servers =
        [
            .. all.SelectMany(sample => sample.Servers).GroupBy(server => server.Id, StringComparer.Ordinal).Select(parts => new ServerSample(
                parts.Key,
                parts.Sum(p => p.InFlight),
                parts.Sum(p => p.Queued),
                parts.Sum(p => p.Requests),
                parts.Sum(p => p.Errors),
                parts.Sum(p => p.BytesRead),
                parts.Sum(p => p.BytesWritten),
                Latency([.. parts]))),
        ],
    };

    // Of an instance that had more to do with the server it counts for more.
    private static double? Latency(ServerSample[] parts)
    {
        var known = parts.Where(p => p.LatencyMs is not null).ToList();
        return known.Count == 0
            ? null
            : Math.Round(known.Sum(p => p.LatencyMs!.Value * (p.Requests + 1)) / known.Sum(p => p.Requests + 1), 1);
    }

    private async Task<IReadOnlyList<HistorySample>> ReadAsync(DateTimeOffset at)
    {
        IReadOnlyList<HistorySample> samples = [];
        await TryAsync(async db =>
        {
            var fields = await db.HashGetAllAsync(Key(at));
            samples =
            [
                .. fields.OrderBy(field => (string?)field.Name, StringComparer.Ordinal)
                    .Select(field => JsonSerializer.Deserialize(field.Value.ToString(), HistoryJson.Default.HistorySample)).OfType<HistorySample>(),
            ];
        });
        return samples;
    }

    private async Task TryAsync(Func<IDatabase, Task> work)
    {
        if (!redis.IsConnected)
        {
            return;
        }

        try
        {
            await work(redis.GetDatabase());
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or JsonException)
        {
            // Then this instance's own samples are all there is.
        }
    }

    private static string Key(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"history:{at.ToUnixTimeSeconds()}");
}
