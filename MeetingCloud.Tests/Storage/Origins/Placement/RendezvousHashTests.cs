using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Origins.Placement;

namespace MeetingCloud.Tests.Storage.Origins.Placement;

public sealed class RendezvousHashTests
{
    private const int Files = 20_000;
    private static readonly BlobHash[] s_files = [.. Enumerable.Range(0, Files).Select(i => Hash(i.ToString(CultureInfo.InvariantCulture)))];

    // Worked out apart from the code: what was placed by one version must be found by the next.
    [Theory]
    [InlineData("a", "1203", "1203")]
    [InlineData("b", "0213", "1023")]
    [InlineData("c", "0123", "1023")]
    [InlineData("d", "1023", "1023")]
    [InlineData("e", "2013", "1203")]
    [InlineData("f", "2103", "1203")]
    public void Order_IsTheSameInEveryProcess(string content, string even, string weighted)
    {
        Assert.Equal(even, string.Concat(Rank(Hash(content), [Server(1), Server(2), Server(3), Server(4, weight: 0)])));
        Assert.Equal(weighted, string.Concat(Rank(Hash(content), [Server(1), Server(2, weight: 3), Server(3), Server(4, weight: 0)])));
    }

    [Fact]
    public void Seed_ComesFromTheIdAlone()
    {
        Assert.Equal(0x7f409b1b3211c374u, RendezvousHash.Seed("server1"));
        Assert.Equal(0x6dedca8bd8aa427du, RendezvousHash.Seed("坚果云"));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(70)]
    public void Files_AreSpreadEvenly(int servers)
    {
        var counts = Counts([.. Enumerable.Range(0, servers).Select(i => Server(i))]);

        // Chi squared has a mean of its degrees of freedom and a variance of twice that: five deviations above are no chance.
        var expected = (double)Files / servers;
        var chi = counts.Sum(count => (count - expected) * (count - expected) / expected);
        var degrees = servers - 1;
        Assert.InRange(chi, 0, degrees + (5 * Math.Sqrt(2 * degrees)));
    }

    [Fact]
    public void Files_AreSpreadByWeight_AndSparesHaveNone()
    {
        var counts = Counts([Server(1, weight: 1), Server(2, weight: 2), Server(3, weight: 5), Server(4, weight: 0)]);

        Assert.InRange(counts[0], Files * 0.115, Files * 0.135);
        Assert.InRange(counts[1], Files * 0.24, Files * 0.26);
        Assert.InRange(counts[2], Files * 0.61, Files * 0.64);
        Assert.Equal(0, counts[3]);
    }

    [Fact]
    public void SecondPlaces_AreSpreadEvenlyToo_SoThatALostServersLoadFallsOnAll()
    {
        PlacementCandidate[] servers = [Server(1), Server(2), Server(3), Server(4)];
        var seconds = s_files.Select(file => Rank(file, servers)).Where(order => order[0] == 0).CountBy(order => order[1]).ToDictionary();

        Assert.All([1, 2, 3], server => Assert.InRange(seconds[server], Files / 12 * 0.9, Files / 12 * 1.1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    public void NewServer_TakesItsShareAndNothingElseMoves(int servers)
    {
        PlacementCandidate[] before = [.. Enumerable.Range(0, servers).Select(i => Server(i))];
        PlacementCandidate[] after = [.. before, Server(servers)];

        var moved = s_files.Select(file => (From: Rank(file, before)[0], To: Rank(file, after)[0])).Where(move => move.From != move.To).ToList();

        Assert.All(moved, move => Assert.Equal(servers, move.To));
        Assert.InRange(moved.Count, 1, 1.1 / (servers + 1) * Files);
    }

    [Fact]
    public void Order_OfTheOthersStays_WhenAServerLeaves_WhateverTheServers() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(ulong Seed, byte Weight)[]>(), ArbMap.Default.ArbFor<byte>(), (servers, name) =>
        {
            var all = servers.DistinctBy(s => s.Seed).Select(s => new PlacementCandidate(s.Seed, s.Weight % 5, 0)).ToArray();
            if (all.Length < 2)
            {
                return true;
            }

            var order = Rank(BlobHash.Of([name]), all).Select(i => all[i].Seed).ToList();
            var gone = all[name % all.Length].Seed;
            var rest = all.Where(s => s.Seed != gone).ToArray();
            return order.Where(seed => seed != gone).SequenceEqual(Rank(BlobHash.Of([name]), rest).Select(i => rest[i].Seed));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void MoreWeight_NeverMovesAFileAway() =>
        Prop.ForAll(Gen.Choose(1, 9).ToArbitrary(), Gen.Choose(1, 9).ToArbitrary(), ArbMap.Default.ArbFor<int>(), (weight, more, name) =>
        {
            var file = Hash(name.ToString(CultureInfo.InvariantCulture));
            return Rank(file, [Server(1), Server(2, weight), Server(3)])[0] != 1
                || Rank(file, [Server(1), Server(2, weight + more), Server(3)])[0] == 1;
        }).QuickCheckThrowOnFailure();

    private static PlacementCandidate Server(int number, int weight = 1) =>
        new(RendezvousHash.Seed(string.Create(CultureInfo.InvariantCulture, $"server{number}")), weight, 0);

    private static BlobHash Hash(string content) => BlobHash.Of(Encoding.UTF8.GetBytes(content));

    private static int[] Counts(PlacementCandidate[] servers)
    {
        var counts = new int[servers.Length];
        foreach (var file in s_files)
        {
            counts[Rank(file, servers)[0]]++;
        }

        return counts;
    }

    private static int[] Rank(BlobHash file, PlacementCandidate[] servers)
    {
        var order = new int[servers.Length];
        new RendezvousHash().Rank(file, servers, order);
        return order;
    }
}
