using System.Globalization;
using MeetingCloud.Benchmarks.Cluster;
using MeetingCloud.Benchmarks.Processes;
using MeetingCloud.Benchmarks.Reporting;

namespace MeetingCloud.Benchmarks.Load;

/// <summary>
/// A package from a node against the same bytes as a file from nginx: same disk, same load generator, round by round in turns. The
/// ratio is taken within each round, since what else the machine does changes from one to the next.
/// </summary>
internal static class PackageDuel
{
    private const int Rounds = 9;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(4);

    /// <param name="fileSize">Bytes of the package's one file.</param>
    /// <param name="figure">The figure to compare.</param>
    /// <returns>The figures of all rounds: the node's, nginx's, and their ratio. A reason where they cannot be had.</returns>
    public static async Task<(Samples? Node, Samples? Nginx, Samples? Ratio, string? Reason)> RunAsync(
        long fileSize, int connections, Func<LoadResult, double> figure, Progress progress, CancellationToken cancellationToken)
    {
        if (!Wrk.IsInstalled || !NginxServer.IsInstalled)
        {
            return (null, null, null, Wrk.IsInstalled ? NginxServer.HowToInstall : Wrk.HowToInstall);
        }

        await using var cluster = await BenchmarkCluster.StartAsync(nodes: 1, cancellationToken);
        var meeting = await cluster.ControlPlane.PublishAsync(
            "Benchmark", [("recording.bin", new MadeUpContent(seed: 1, fileSize))], nodes: 1, cancellationToken);
        var package = new Uri((await cluster.ControlPlane.GetDataAsync(meeting.Id, cancellationToken)).DownloadUrl);

        var root = Directory.CreateDirectory(cluster.Folder.Sub("nginx-root")).FullName;
        await SaveAsync(package, Path.Combine(root, "package.zip"), cancellationToken);
        await using var nginx = await NginxServer.StartAsync(root, cluster.Folder.Path, cancellationToken);
        Uri[] peers = [package, new Uri(nginx.Url, "package.zip")];

        foreach (var peer in peers)
        {
            await Wrk.RunAsync(peer, connections, s_warmUp, cluster.Folder.Path, cancellationToken);
        }

        var figures = new double[2][] { new double[Rounds], new double[Rounds] };
        for (var round = 0; round < Rounds; round++)
        {
            for (var turn = 0; turn < 2; turn++)
            {
                // Who goes first changes as well.
                var peer = (round + turn) % 2;
                figures[peer][round] = figure(await Wrk.RunAsync(peers[peer], connections, s_round, cluster.Folder.Path, cancellationToken));
            }

            progress.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"round {round + 1}: node {figures[0][round]:#,0.##}, nginx {figures[1][round]:#,0.##}, ratio {figures[0][round] / figures[1][round]:0.00}"));
        }

        return (new Samples(figures[0]), new Samples(figures[1]), new Samples(figures[0].Zip(figures[1], (node, peer) => node / peer)), null);
    }

    private static async Task SaveAsync(Uri package, string path, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        await using var body = await client.GetStreamAsync(package, cancellationToken);
        await using var file = File.Create(path);
        await body.CopyToAsync(file, cancellationToken);
    }
}
