using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Web;

/// <content>The origin pool and the last hour.</content>
internal static partial class Samples
{
    public static WebdavStatus Pool(params WebdavServerStatus[] servers) => new(
        servers,
        servers.Sum(server => server.Concurrent),
        servers.Where(server => server.Enabled && server.Healthy).Sum(server => server.MaxConcurrent),
        servers.Length == 0 ? null : "hash",
        servers.Length == 0 ? 1 : 2);

    public static WebdavServerStatus Server(string id, string? failure = null, string? reason = null) => new(
        id,
        $"https://dav.example.com/{id}/",
        "user1@example.com",
        "Nutstore",
        Enabled: true,
        Healthy: failure is null or "full",
        State: failure switch { null => "healthy", "full" => "full", _ => "paused" },
        failure,
        reason,
        Since: Now.AddMinutes(-3),
        RetryAt: failure is null ? null : Now.AddSeconds(25),
        LastSuccess: Now.AddSeconds(-4),
        Concurrent: 12,
        MaxConcurrent: 20,
        Waiting: 0,
        Usage: "60%",
        Latency: 45.4,
        Priority: 1,
        new WebdavStorage("2.5 GB", "5 GB", 50, 2_500_000_000, 5_000_000_000),
        new WebdavBudget(188, 600, 1800));

    public static WebdavStats Stats(WebdavFiles files, params string[] servers) => new(
        Now.AddHours(-2),
        [
            .. servers.Select(id => new WebdavServerStats(
                id,
                new Dictionary<string, long> { ["PUT"] = 10, ["GET"] = 20 },
                Uploads: 10,
                Downloads: 20,
                BytesUploaded: 1_000_000,
                BytesDownloaded: 2_000_000,
                new Dictionary<string, long> { ["throttled"] = 3 },
                new WebdavLatency(10, 20, 30),
                InUse: 0,
                Waiting: 0,
                Copies: 7,
                Bytes: 1_000_000)),
        ],
        new WebdavTotals(30 * servers.Length, 10, 20, 1_000_000, 2_000_000, 3),
        files,
        new WebdavCache(1_000_000, 20_000_000, Hits: 8, Misses: 2, Fetches: 2));

    public static Migration Migration(string? id, MigrationState state, long done = 0, params MigrationFailure[] failures) => new(
        id,
        state,
        MigrationVerification.Size,
        Now.AddMinutes(-5),
        Now.AddMinutes(-5),
        state is MigrationState.Completed or MigrationState.Failed or MigrationState.Cancelled ? Now : null,
        failures.Length > 0 ? "Some steps failed." : null,
        new MigrationPlan(
            Files: 40, Copies: 50, Deletions: 10, Bytes: 3_000_000_000, Requests: 240, EstimatedSeconds: 130, [new MigrationServerPlan("server3", 50, 3_000_000_000, 10, 1_000_000, 240)]),
        new MigrationProgress(60, done, 0, failures.Length, 50_000_000 * done),
        failures);

    /// <summary>Samples every ten seconds up to <see cref="Now"/>: each node sends 1 MB/s, and a byte per second more from node to node.</summary>
    public static ClusterHistory History(int samples, int nodes = 1, int servers = 1, DateTimeOffset? last = null)
    {
        var end = last ?? Now;
        return new ClusterHistory(
            end,
            10,
            [.. Enumerable.Range(0, samples).Select(i => end.AddSeconds(-10 * (samples - 1 - i)))],
            [
                .. Enumerable.Range(1, nodes).Select(n => new NodeHistory(
                    $"node-{n}", [.. Enumerable.Repeat<int?>(n, samples)], [.. Enumerable.Repeat<double?>(1_000_000 + n, samples)])),
            ],
            new NodeCountHistory([.. Enumerable.Repeat(nodes, samples)], [.. Enumerable.Repeat(nodes + 1, samples)]),
            [
                .. Enumerable.Range(1, servers).Select(n => new ServerHistory(
                    $"server{n}",
                    [.. Enumerable.Repeat<int?>(n, samples)],
                    [.. Enumerable.Repeat<int?>(0, samples)],
                    [.. Enumerable.Repeat<long?>(5, samples)],
                    [.. Enumerable.Repeat<long?>(1, samples)],
                    [.. Enumerable.Repeat<long?>(1000, samples)],
                    [.. Enumerable.Repeat<long?>(2000, samples)],
                    [.. Enumerable.Repeat<double?>(10 * n, samples)])),
            ]);
    }
}
