using System.Diagnostics;
using System.Globalization;
using MeetingCloud.Benchmarks.Cluster;
using MeetingCloud.Benchmarks.Load;
using MeetingCloud.Benchmarks.Processes;
using MeetingCloud.Benchmarks.Reporting;
using MeetingCloud.Contracts;

namespace MeetingCloud.Benchmarks.Scenarios;

/// <summary>What a node takes while a crowd downloads: readers slow enough that all of them are under way together.</summary>
internal sealed class CrowdMemory : IScenario
{
    private const int Readers = 200;
    private const int Files = 8;
    private const long FileSize = 125_000_000;
    private const long BytesPerSecond = 4_000_000;
    private const double TargetMegabytes = 200;
    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(20);

    public string Name => "crowd-memory";

    public string Summary => "memory of a node that serves 200 downloads of 1 GB at once";

    public async Task<IReadOnlyList<Measurement>> RunAsync(Progress progress, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchmarkCluster.StartAsync(nodes: 1, cancellationToken);
        var node = cluster.Nodes[0];
        var meeting = await cluster.ControlPlane.PublishAsync(
            "Benchmark",
            Enumerable.Range(0, Files).Select(i => ($"part-{i}.bin", (HttpContent)new MadeUpContent(seed: i, FileSize))),
            nodes: 1,
            cancellationToken);
        var package = new Uri((await cluster.ControlPlane.GetDataAsync(meeting.Id, cancellationToken)).DownloadUrl);
        progress.Say($"ready with 1 GB: {Megabytes(node.Process.Resident)} MB resident, {Megabytes(node.Process.PeakResident)} MB at most");

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var readers = Enumerable.Range(0, Readers).Select(_ => new SlowReader(package, BytesPerSecond, TimeProvider.System)).ToList();
        var watch = Stopwatch.StartNew();
        var running = readers.ConvertAll(reader => reader.RunAsync(stop.Token));
        var active = await WatchAsync(cluster, node, progress, cancellationToken);
        var speed = readers.Sum(reader => reader.Received) / watch.Elapsed.TotalSeconds;
        var peak = node.Process.PeakResident;
        if (active < Readers || running.Exists(task => task.IsCompleted))
        {
            throw new InvalidOperationException($"Only {active} of {Readers} downloads were under way together.");
        }

        await stop.CancelAsync();
        await Task.WhenAll(running).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return
        [
            new(
                string.Create(CultureInfo.InvariantCulture, $"Node with {Readers} downloads of 1 GB at once: most memory resident ({speed / 1e6:0} MB/s in all)"),
                $"{Megabytes(peak)} MB",
                null,
                null,
                $"< {TargetMegabytes} MB",
                peak < TargetMegabytes * 1e6),
        ];
    }

    /// <returns>The fewest downloads that were under way at any look, once all had begun.</returns>
    private static async Task<int> WatchAsync(BenchmarkCluster cluster, ServiceProcess node, Progress progress, CancellationToken cancellationToken)
    {
        using var client = cluster.NewNodeClient(node.Url);
        var fewest = int.MaxValue;
        for (var second = 1; second <= s_duration.TotalSeconds; second++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            using var response = await client.GetAsync(Routes.NodeStatus, cancellationToken);
            var active = (await ControlPlane.ReadAsync<NodeStatus>(response, cancellationToken)).Downloads.Active;
            fewest = second == 1 ? fewest : Math.Min(fewest, active);
            if (second % 5 == 0)
            {
                progress.Say($"{active} downloads under way: {Megabytes(node.Process.Resident)} MB resident");
            }
        }

        return fewest;
    }

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("0", CultureInfo.InvariantCulture);
}
