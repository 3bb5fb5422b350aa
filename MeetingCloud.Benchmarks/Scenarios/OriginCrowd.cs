using System.Diagnostics;
using System.Globalization;
using MeetingCloud.Benchmarks.Cluster;
using MeetingCloud.Benchmarks.Load;
using MeetingCloud.Benchmarks.Reporting;
using MeetingCloud.Benchmarks.Weak;
using MeetingCloud.Contracts;

namespace MeetingCloud.Benchmarks.Scenarios;

/// <summary>The requirement's own figures, on the control plane as a whole: 50 uploads at once, 100 downloads at once.</summary>
internal sealed class OriginCrowd : IScenario
{
    private const int Uploads = 50;
    private const int Downloads = 100;
    private const long UploadSize = 5_000_000;
    private const long CoverSize = 60_000;
    private const int Rounds = 5;
    private const double TargetMilliseconds = 500;

    // Covers are uploaded for both: a control plane that was just started compiles itself with others than those that are measured.
    private const int FirstMeasured = 0;
    private const int FirstOfWarmUp = Downloads;

    public string Name => "origin-crowd";

    public string Summary => "50 uploads and 100 downloads at once through a control plane with three weak WebDAV servers";

    public async Task<IReadOnlyList<Measurement>> RunAsync(Progress progress, CancellationToken cancellationToken)
    {
        await using var servers = await WeakServers.StartAsync(3, cancellationToken);
        await using var cluster = await BenchmarkCluster.StartAsync(nodes: 0, cancellationToken, servers.Settings);
        var meeting = await cluster.ControlPlane.CreateMeetingAsync("Benchmark", cancellationToken);
        for (var i = 0; i < 2 * Downloads; i++)
        {
            using var cover = new MadeUpContent(seed: 1000 + i, CoverSize);
            await cluster.ControlPlane.UploadAsync(meeting, Cover(i), cover, cancellationToken);
        }

        meeting = await cluster.ControlPlane.ActivateAsync(meeting, cancellationToken);
        List<double> uncached = [], cached = [];
        for (var round = 1; round <= Rounds; round++)
        {
            await cluster.RestartApiAsync(forget: "blobs", cancellationToken);
            await DownloadAsync(cluster, meeting, FirstOfWarmUp, cancellationToken);
            uncached.Add(await DownloadAsync(cluster, meeting, FirstMeasured, cancellationToken));
            cached.Add(await DownloadAsync(cluster, meeting, FirstMeasured, cancellationToken));
            progress.Say($"round {round}: mean {uncached[^1]:0} ms uncached, {cached[^1]:0} ms cached");
        }

        var succeeded = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Uploads).Select(async i =>
        {
            using var content = new MadeUpContent(seed: 5000 + i, UploadSize);
            try
            {
                await cluster.ControlPlane.UploadAsync(meeting, $"upload-{i}.bin", content, cancellationToken);
                Interlocked.Increment(ref succeeded);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                progress.Say($"upload {i} failed: {exception.Message}");
            }
        }));
        var seconds = watch.Elapsed.TotalSeconds;
        var refused = (await servers.ReportAsync(cancellationToken)).Refused;
        return
        [
            new(
                string.Create(CultureInfo.InvariantCulture, $"{Uploads} uploads of 5 MB at once ({seconds:0.0} s in all): succeeded"),
                string.Create(CultureInfo.InvariantCulture, $"{100 * succeeded / Uploads} %"), null, null, "100 %", succeeded == Uploads),
            Line("not in the cache", uncached),
            Line("in the cache", cached),
            new("Requests that a server refused meanwhile", refused.ToString(CultureInfo.InvariantCulture), null, null, "0", refused == 0),
        ];

        static Measurement Line(string what, List<double> milliseconds)
        {
            var samples = new Samples(milliseconds);
            return new(
                $"{Downloads} downloads at once of covers that are {what}: mean, ms",
                samples.Describe("0"), null, null, string.Create(CultureInfo.InvariantCulture, $"< {TargetMilliseconds}"), samples.Median < TargetMilliseconds);
        }
    }

    private static string Cover(int number) => string.Create(CultureInfo.InvariantCulture, $"covers/{number}.png");

    /// <returns>Milliseconds, the mean of all.</returns>
    private static async Task<double> DownloadAsync(BenchmarkCluster cluster, Meeting meeting, int first, CancellationToken cancellationToken)
    {
        using var client = ControlPlane.NewClient(cluster.Api.Url, key: null);
        var times = await Task.WhenAll(Enumerable.Range(0, Downloads).Select(async i =>
        {
            var start = Stopwatch.GetTimestamp();
            var bytes = await client.GetByteArrayAsync(Routes.MeetingFile(meeting.Id, Cover(first + i)), cancellationToken);
            return bytes.Length == CoverSize
                ? Stopwatch.GetElapsedTime(start).TotalMilliseconds
                : throw new InvalidOperationException("A cover came in part.");
        }));
        return times.Average();
    }
}
