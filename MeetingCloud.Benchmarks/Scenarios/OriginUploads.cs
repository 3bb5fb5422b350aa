using System.Diagnostics;
using System.Globalization;
using MeetingCloud.Benchmarks.Origins;
using MeetingCloud.Benchmarks.Processes;
using MeetingCloud.Benchmarks.Reporting;
using MeetingCloud.Benchmarks.Weak;
using MeetingCloud.Storage.Origins;

namespace MeetingCloud.Benchmarks.Scenarios;

/// <summary>Uploads to one and to three weak servers, and what rclone makes of the three.</summary>
internal sealed class OriginUploads : IScenario
{
    private const int Files = 100;
    private const long FileSize = 5_000_000;
    private const int Rounds = 3;
    private const int Turns = 2;
    private const int LineBytesPerSecond = 50_000_000;
    private const double Target = 2.8;

    public string Name => "origin-uploads";

    public string Summary => "100 files of 5 MB to three weak WebDAV servers, against one, and against rclone";

    public async Task<IReadOnlyList<Measurement>> RunAsync(Progress progress, CancellationToken cancellationToken)
    {
        using var samples = await SampleBlobs.CreateAsync(Files, FileSize, shares: 3, cancellationToken);
        return
        [
            .. await MeasureAsync(samples, LineBytesPerSecond, "on lines of 400 Mbit/s each", progress, cancellationToken),
            .. await MeasureAsync(samples, 0, "on lines without a limit, where this machine's cores are one", progress, cancellationToken),
        ];
    }

    private static async Task<List<Measurement>> MeasureAsync(
        SampleBlobs samples, int bytesPerSecond, string lines, Progress progress, CancellationToken cancellationToken)
    {
        await using var servers = await WeakServers.StartAsync(3, cancellationToken, bytesPerSecond);
        using var one = new MeasuredPool(servers.Urls.Take(1), WeakServers.AtOnce, replicas: 1);
        using var three = new MeasuredPool(servers.Urls, WeakServers.AtOnce, replicas: 1);
        await one.WarmUpAsync(cancellationToken);
        await three.WarmUpAsync(cancellationToken);
        await servers.ReportAsync(cancellationToken);

        var rclone = bytesPerSecond == 0 && Programs.Find("rclone") is { } program ? new RcloneCopy(program, servers, samples) : null;
        MeasuredPool[] pools = [one, three];
        List<double> ones = [], threes = [], ratios = [], batches = [], peers = [], peerRatios = [];
        var (refused, peerRefused) = (0, 0);
        for (var round = 0; round <= Rounds; round++)
        {
            var rates = new double[pools.Length];
            for (var turn = 0; turn < pools.Length; turn++)
            {
                // Who goes first changes.
                var pool = (round + turn) % pools.Length;
                rates[pool] = await RateAsync(pools[pool], samples, Turns, cancellationToken);
            }

            var (slow, fast) = (rates[0], rates[1]);
            var batch = rclone is null ? 0 : await RateAsync(three, samples, 1, cancellationToken);
            // What rclone is refused is no fault of the pool.
            refused += (await servers.ReportAsync(cancellationToken)).Refused;
            var (peer, notTaken) = rclone is null ? default : await rclone.RunAsync(progress, cancellationToken);
            progress.Say($"{lines}, round {round}: one {slow:0.0}/s, three {fast:0.0}/s; one batch {batch:0.0}/s, rclone {peer:0.0}/s; refused {refused}");
            if (round > 0)
            {
                ones.Add(slow);
                threes.Add(fast);
                ratios.Add(fast / slow);
                batches.Add(batch);
                peers.Add(peer);
                peerRefused += notTaken;
                peerRatios.Add(batch / peer);
            }
        }

        var ratio = new Samples(ratios);
        var result = new List<Measurement>
        {
            new(
                $"Uploads of 5 MB to three weak servers {lines}, 100 at a time, files/s; peer: to one of them",
                new Samples(threes).Describe("0.0"),
                new Samples(ones).Describe("0.0"),
                ratio.Describe("0.00"),
                string.Create(CultureInfo.InvariantCulture, $"ratio ≥ {Target}"),
                ratio.Median >= Target),
            new("Requests that a server refused meanwhile", refused.ToString(CultureInfo.InvariantCulture), null, null, "0", refused == 0),
        };
        if (bytesPerSecond == 0)
        {
            result.Add(rclone is null
                ? Measurement.NotMeasured("Uploads beside rclone", "ratio ≥ 1", "rclone is not installed")
                : new(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{Files} files of 5 MB to three weak servers, files/s; peer: `rclone copy`, one for each server, {rclone.Transfers} transfers each, no checks, {peerRefused} requests refused (with more transfers: {rclone.RefusedBefore})"),
                    new Samples(batches).Describe("0.0"),
                    new Samples(peers).Describe("0.0"),
                    new Samples(peerRatios).Describe("0.00"),
                    "ratio ≥ 1",
                    new Samples(peerRatios).Median >= 1));
        }

        return result;
    }

    /// <returns>Files per second.</returns>
    private static async Task<double> RateAsync(MeasuredPool pool, SampleBlobs samples, int turns, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(samples.Blobs.Select(async blob =>
        {
            for (var turn = 0; turn < turns; turn++)
            {
                using var content = samples.Open(blob);
                await pool.Pool.StoreAsync(blob.Hash, content, OriginPriority.Upload, cancellationToken);
                // The next time it is stored anew.
                await ForgetAsync(pool.Catalog, blob.Hash, cancellationToken);
            }
        }));
        return turns * Files / watch.Elapsed.TotalSeconds;
    }

    private static async Task ForgetAsync(MemoryCatalog catalog, Storage.Blobs.BlobHash hash, CancellationToken cancellationToken)
    {
        foreach (var copy in await catalog.FindAsync(hash, cancellationToken))
        {
            if (copy.State != OriginCopyState.Stored)
            {
                throw new InvalidOperationException("A file was not stored.");
            }

            await catalog.RemoveAsync(copy.Id, cancellationToken);
        }
    }
}
