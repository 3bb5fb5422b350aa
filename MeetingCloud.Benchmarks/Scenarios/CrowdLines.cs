using System.Diagnostics;
using System.Globalization;
using MeetingCloud.Benchmarks.Cluster;
using MeetingCloud.Benchmarks.Load;
using MeetingCloud.Benchmarks.Reporting;
using MeetingCloud.Contracts;

namespace MeetingCloud.Benchmarks.Scenarios;

/// <summary>A crowd that downloads from nodes on lines of a given speed, against what the lines allow: the formula of docs/capacity.md.</summary>
internal sealed class CrowdLines : IScenario
{
    private const int Attendees = 120;
    private const long PackageSize = 5_000_000;
    private const long BytesPerSecond = 25_000_000;
    private const int Rounds = 3;
    private const double Target = 1.15;

    private static readonly int[] s_nodes = [1, 3];

    public string Name => "crowd-lines";

    public string Summary => "120 attendees download 5 MB from 1 and from 3 nodes on lines of 200 Mbit/s, against the formula";

    public async Task<IReadOnlyList<Measurement>> RunAsync(Progress progress, CancellationToken cancellationToken)
    {
        var measurements = new List<Measurement>();
        foreach (var nodes in s_nodes)
        {
            measurements.Add(await MeasureAsync(nodes, progress, cancellationToken));
        }

        return measurements;
    }

    private static async Task<Measurement> MeasureAsync(int nodes, Progress progress, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchmarkCluster.StartAsync(nodes, BytesPerSecond, cancellationToken);
        var meeting = await cluster.ControlPlane.PublishAsync(
            "Benchmark", [("papers.bin", new MadeUpContent(seed: 1, PackageSize))], nodes, cancellationToken);
        var computed = Attendees * PackageSize / (double)(nodes * BytesPerSecond);
        // The first compiles what the others run.
        await DownloadAllAsync(cluster.ControlPlane, meeting, cancellationToken);
        var seconds = new List<double>();
        for (var round = 1; round <= Rounds; round++)
        {
            seconds.Add(await DownloadAllAsync(cluster.ControlPlane, meeting, cancellationToken));
            progress.Say(string.Create(CultureInfo.InvariantCulture, $"{nodes} nodes, round {round}: {seconds[^1]:0.00} s of {computed:0.00} s"));
        }

        var samples = new Samples(seconds);
        var ratio = samples.Median / computed;
        return new Measurement(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Attendees} attendees, a package of {PackageSize / 1e6:0} MB, nodes on lines of {BytesPerSecond * 8 / 1e6:0} Mbit/s: {nodes}; s until the last has it; peer: the formula"),
            samples.Describe("0.00"),
            computed.ToString("0.00", CultureInfo.InvariantCulture),
            ratio.ToString("0.00", CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"ratio ≤ {Target}"),
            ratio <= Target);
    }

    private static async Task<double> DownloadAllAsync(ControlPlane controlPlane, Meeting meeting, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Attendees });
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Attendees).Select(_ => DownloadAsync(controlPlane, client, meeting, cancellationToken)));
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task DownloadAsync(ControlPlane controlPlane, HttpClient client, Meeting meeting, CancellationToken cancellationToken)
    {
        var data = await controlPlane.GetDataAsync(meeting.Id, cancellationToken);
        using var response = await client.GetAsync(data.DownloadUrl, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        await using var package = await response.Content.ReadAsStreamAsync(cancellationToken);
        await package.CopyToAsync(Stream.Null, cancellationToken);
    }
}
