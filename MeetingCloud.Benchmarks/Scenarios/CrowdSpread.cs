using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using MeetingCloud.Benchmarks.Cluster;
using MeetingCloud.Benchmarks.Load;
using MeetingCloud.Benchmarks.Reporting;

namespace MeetingCloud.Benchmarks.Scenarios;

/// <summary>A crowd that comes between two heartbeats, so that no node's report can tell the control plane of it.</summary>
internal sealed class CrowdSpread : IScenario
{
    private const int Attendees = 1000;
    private const int AtOnce = 50;
    private const int Nodes = 10;
    private const double Target = 1.15;

    public string Name => "crowd-spread";

    public string Summary => "1,000 attendees within one heartbeat on 10 nodes, against the plain score formula";

    public async Task<IReadOnlyList<Measurement>> RunAsync(Progress progress, CancellationToken cancellationToken)
    {
        var (own, seconds) = await MeasureAsync("power-of-two", progress, cancellationToken);
        var (score, _) = await MeasureAsync("score", progress, cancellationToken);
        return
        [
            new(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Attendees:N0} attendees ask for `data` within one heartbeat ({seconds:0.0} s), {Nodes} nodes: fullest / mean; peer: policy `score`"),
                own.ToString("0.00", CultureInfo.InvariantCulture),
                score.ToString("0.00", CultureInfo.InvariantCulture),
                (own / score).ToString("0.00", CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"≤ {Target}"),
                own <= Target),
        ];
    }

    private static async Task<(double Fullest, double Seconds)> MeasureAsync(string policy, Progress progress, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchmarkCluster.StartAsync(nodes: 0, cancellationToken, ("NODE_SELECTION", policy));
        var meeting = await cluster.ControlPlane.PublishAsync(
            "Benchmark", [("agenda.pdf", new MadeUpContent(seed: 1, length: 64 << 10))], nodes: 0, cancellationToken);
        using (var client = cluster.NewNodeClient(cluster.Api.Url))
        {
            await PretendedNodes.RegisterAsync(client, Nodes, meeting, cancellationToken);
        }

        var chosen = new ConcurrentDictionary<int, int>();
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Attendees),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (_, token) =>
            {
                var data = await cluster.ControlPlane.GetDataAsync(meeting.Id, token);
                chosen.AddOrUpdate(new Uri(data.DownloadUrl).Port, 1, (_, count) => count + 1);
            });
        var seconds = watch.Elapsed.TotalSeconds;
        progress.Say($"{policy}: {string.Join(' ', chosen.Values.OrderDescending())} in {seconds:0.0} s");
        if (chosen.ContainsKey(cluster.Api.Url.Port))
        {
            throw new InvalidOperationException("The control plane sent attendees to itself.");
        }

        return (chosen.Values.Max() / ((double)Attendees / Nodes), seconds);
    }
}
