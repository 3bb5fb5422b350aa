using System.Diagnostics;
using System.Globalization;
using MeetingCloud.Benchmarks.Reporting;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Origins.Placement;

namespace MeetingCloud.Benchmarks.Scenarios;

/// <summary>What it costs to choose among ten servers, and how much moves when one is added.</summary>
internal sealed class OriginPlacement : IScenario
{
    private const int Servers = 10;
    private const int Files = 200_000;
    private const int Rounds = 9;

    public string Name => "origin-placement";

    public string Summary => "choosing a server, and what a new one moves";

    public Task<IReadOnlyList<Measurement>> RunAsync(Progress progress, CancellationToken cancellationToken)
    {
        var policy = new RendezvousHash();
        var blobs = Enumerable.Range(0, Files).Select(i => BlobHash.Of(BitConverter.GetBytes(i))).ToArray();
        var ten = Candidates(Servers);
        var order = new int[Servers];
        var nanoseconds = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            foreach (var blob in blobs)
            {
                policy.Rank(blob, ten, order);
            }

            if (round > 0)
            {
                nanoseconds.Add(watch.Elapsed.TotalNanoseconds / Files);
            }
        }

        var time = new Samples(nanoseconds);
        var worst = 0.0;
        for (var n = 1; n < Servers; n++)
        {
            var moved = Moved(policy, blobs, n) / (double)Files * (n + 1);
            progress.Say(string.Create(CultureInfo.InvariantCulture, $"{n} → {n + 1} servers: {moved:0.000} / (n + 1) of the files move"));
            worst = Math.Max(worst, moved);
        }

        return Task.FromResult<IReadOnlyList<Measurement>>(
        [
            new("Putting 10 servers in order for a file, ns", time.Describe("0"), null, null, "< 1,000", time.Median < 1000),
            new(
                "Files that move when one server is added to n, n = 1…9: most, as a multiple of 1/(n + 1)",
                worst.ToString("0.000", CultureInfo.InvariantCulture), null, null, "≤ 1.1", worst <= 1.1),
        ]);
    }

    private static int Moved(RendezvousHash policy, BlobHash[] blobs, int servers)
    {
        var (before, after) = (Candidates(servers), Candidates(servers + 1));
        var (one, other) = (new int[servers], new int[servers + 1]);
        return blobs.Count(blob =>
        {
            policy.Rank(blob, before, one);
            policy.Rank(blob, after, other);
            return one[0] != other[0];
        });
    }

    private static PlacementCandidate[] Candidates(int count) =>
        [.. Enumerable.Range(1, count).Select(i => new PlacementCandidate(RendezvousHash.Seed($"server{i}"), 1, 0))];
}
