using System.Diagnostics;
using System.Globalization;
using MeetingCloud.Benchmarks.Cluster;
using MeetingCloud.Benchmarks.Load;
using MeetingCloud.Benchmarks.Reporting;

namespace MeetingCloud.Benchmarks.Scenarios;

internal sealed class UploadMemory : IScenario
{
    private const long Size = 2_000_000_000;
    private const double TargetMegabytes = 250;

    public string Name => "upload-memory";

    public string Summary => "memory of the control plane during an upload of 2 GB";

    public async Task<IReadOnlyList<Measurement>> RunAsync(Progress progress, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchmarkCluster.StartAsync(nodes: 0, cancellationToken);
        var meeting = await cluster.ControlPlane.CreateMeetingAsync("Benchmark", cancellationToken);
        var before = cluster.Api.Process.PeakResident;
        var watch = Stopwatch.StartNew();
        var file = await cluster.ControlPlane.UploadAsync(meeting, "recording.mp4", new MadeUpContent(seed: 1, Size), cancellationToken);
        var speed = Size / watch.Elapsed.TotalSeconds / 1e6;
        var peak = cluster.Api.Process.PeakResident;
        if (file.Size != Size)
        {
            throw new InvalidOperationException($"{file.Size} bytes were stored.");
        }

        progress.Say(string.Create(CultureInfo.InvariantCulture, $"{before / 1e6:0} MB before, {peak / 1e6:0} MB at most, {speed:0} MB/s"));
        return
        [
            new(
                string.Create(CultureInfo.InvariantCulture, $"Control plane during an upload of 2 GB: most memory resident ({speed:0} MB/s, SHA-256 and flush to disk included)"),
                string.Create(CultureInfo.InvariantCulture, $"{peak / 1e6:0} MB"),
                null,
                null,
                $"< {TargetMegabytes} MB",
                peak < TargetMegabytes * 1e6),
        ];
    }
}
