using System.Diagnostics;
using System.Globalization;
using MeetingCloud.Benchmarks.Cluster;
using MeetingCloud.Benchmarks.Load;
using MeetingCloud.Benchmarks.Reporting;

namespace MeetingCloud.Benchmarks.Scenarios;

/// <summary>From the organiser's click on "publish" until the control plane knows of every node that it can serve the meeting.</summary>
internal sealed class PublishToReady : IScenario
{
    private const int Runs = 15;
    private const int Nodes = 3;
    private const int Files = 4;
    private const long FileSize = 5_000_000;
    private const double TargetSeconds = 1;

    public string Name => "publish-to-ready";

    public string Summary => "time from publishing 20 MB until 3 nodes hold it";

    public async Task<IReadOnlyList<Measurement>> RunAsync(Progress progress, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchmarkCluster.StartAsync(Nodes, cancellationToken);
        // The first compiles what the others run.
        await MeasureAsync(cluster.ControlPlane, run: 0, cancellationToken);
        var seconds = new List<double>();
        for (var run = 1; run <= Runs; run++)
        {
            seconds.Add(await MeasureAsync(cluster.ControlPlane, run, cancellationToken));
            progress.Say($"run {run}: {seconds[^1]:0.000} s");
        }

        var samples = new Samples(seconds);
        return
        [
            new(
                string.Create(CultureInfo.InvariantCulture, $"Publish to ready, {Files * FileSize / 1e6:0} MB on {Nodes} nodes, s (median of {samples.Count})"),
                samples.Describe("0.00"),
                null,
                null,
                string.Create(CultureInfo.InvariantCulture, $"< {TargetSeconds}"),
                samples.Median < TargetSeconds),
        ];
    }

    private static async Task<double> MeasureAsync(ControlPlane controlPlane, int run, CancellationToken cancellationToken)
    {
        var meeting = await controlPlane.CreateMeetingAsync("Benchmark", cancellationToken);
        for (var i = 0; i < Files; i++)
        {
            await controlPlane.UploadAsync(meeting, $"part-{i}.bin", new MadeUpContent((run * Files) + i, FileSize), cancellationToken);
        }

        var watch = Stopwatch.StartNew();
        meeting = await controlPlane.ActivateAsync(meeting, cancellationToken);
        await controlPlane.WaitUntilReadyAsync(meeting, Nodes, cancellationToken);
        var seconds = watch.Elapsed.TotalSeconds;
        await controlPlane.DeleteAsync(meeting, cancellationToken);
        return seconds;
    }
}
