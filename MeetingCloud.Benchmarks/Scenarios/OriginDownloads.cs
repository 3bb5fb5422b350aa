using System.Diagnostics;
using System.Globalization;
using MeetingCloud.Benchmarks.Origins;
using MeetingCloud.Benchmarks.Reporting;
using MeetingCloud.Benchmarks.Weak;
using MeetingCloud.Storage.Origins;

namespace MeetingCloud.Benchmarks.Scenarios;

/// <summary>Covers from one and from three weak servers.</summary>
internal sealed class OriginDownloads : IScenario
{
    private const int Covers = 100;
    private const long Size = 60_000;
    private const int Rounds = 7;
    private const int Turns = 20;
    private const double Target = 2.8;

    public string Name => "origin-downloads";

    public string Summary => "100 covers at a time from three weak WebDAV servers, against one";

    public async Task<IReadOnlyList<Measurement>> RunAsync(Progress progress, CancellationToken cancellationToken)
    {
        await using var servers = await WeakServers.StartAsync(3, cancellationToken);
        using var samples = await SampleBlobs.CreateAsync(Covers, Size, shares: 1, cancellationToken);
        using var one = new MeasuredPool(servers.Urls.Take(1), WeakServers.AtOnce, replicas: 1);
        using var three = new MeasuredPool(servers.Urls, WeakServers.AtOnce, replicas: 2);
        await StoreAsync(one, samples, cancellationToken);
        await StoreAsync(three, samples, cancellationToken);
        await servers.ReportAsync(cancellationToken);

        List<double> ones = [], threes = [], ratios = [], batches = [];
        for (var round = 0; round <= Rounds; round++)
        {
            var slow = Turns * Covers / await SecondsAsync(one, samples, Turns, cancellationToken);
            var fast = Turns * Covers / await SecondsAsync(three, samples, Turns, cancellationToken);
            var batch = await SecondsAsync(one, samples, 1, cancellationToken) / await SecondsAsync(three, samples, 1, cancellationToken);
            progress.Say($"round {round}: one {slow:0}/s, three {fast:0}/s; one page of covers alone {batch:0.00}");
            if (round > 0)
            {
                ones.Add(slow);
                threes.Add(fast);
                ratios.Add(fast / slow);
                batches.Add(batch);
            }
        }

        var refused = (await servers.ReportAsync(cancellationToken)).Refused;
        var ratio = new Samples(ratios);
        return
        [
            new(
                "Covers from three weak servers, 100 at a time, files/s; peer: from one",
                new Samples(threes).Describe("0"),
                new Samples(ones).Describe("0"),
                ratio.Describe("0.00"),
                string.Create(CultureInfo.InvariantCulture, $"ratio ≥ {Target}"),
                ratio.Median >= Target),
            new(
                "The same, one page of 100 covers alone: at best 2.5, two turns of 60 against five of 20",
                "–", "–", new Samples(batches).Describe("0.00"), null, null),
            new("Requests that a server refused meanwhile", refused.ToString(CultureInfo.InvariantCulture), null, null, "0", refused == 0),
        ];
    }

    private static async Task StoreAsync(MeasuredPool pool, SampleBlobs samples, CancellationToken cancellationToken)
    {
        await pool.WarmUpAsync(cancellationToken);
        await Task.WhenAll(samples.Blobs.Select(async blob =>
        {
            using var content = samples.Open(blob);
            foreach (var server in pool.Pool.Rank(blob.Hash).Take(pool.Pool.Replicas))
            {
                await pool.Pool.WriteCopyAsync(server, blob.Hash, content, OriginPriority.Upload, cancellationToken);
            }
        }));
    }

    private static async Task<double> SecondsAsync(MeasuredPool pool, SampleBlobs samples, int turns, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(samples.Blobs.Select(async blob =>
        {
            for (var turn = 0; turn < turns; turn++)
            {
                var bytes = 0L;
                await pool.Pool.ReadAsync(
                    blob.Hash,
                    blob.Size,
                    0,
                    OriginPriority.AttendeeRead,
                    (part, _) =>
                    {
                        bytes += part.Length;
                        return ValueTask.CompletedTask;
                    },
                    cancellationToken);
                if (bytes != blob.Size)
                {
                    throw new InvalidOperationException($"{bytes} bytes came of {blob.Size}.");
                }
            }
        }));
        return watch.Elapsed.TotalSeconds;
    }
}
