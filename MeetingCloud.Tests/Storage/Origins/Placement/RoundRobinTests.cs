using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Origins.Placement;

namespace MeetingCloud.Tests.Storage.Origins.Placement;

public sealed class RoundRobinTests
{
    private static readonly BlobHash s_blob = BlobHash.Of("a"u8);

    [Fact]
    public void EachServer_HasItsTurn_AndTheNextOnesFollow() =>
        Assert.Equal(["012", "120", "201", "012"], Turns(4, 1, 1, 1));

    [Fact]
    public void Server_HasAsManyTurnsAsItWeighs() =>
        Assert.Equal("001111", string.Concat(Turns(6, 2, 4).Select(order => order[0]).Order()));

    [Fact]
    public void Spare_IsLast_WhosesoeverTurnItIs() =>
        Assert.Equal(["021", "201", "021"], Turns(3, 1, 0, 1));

    [Fact]
    public void Spares_TakeTurns_WhenThereIsNothingElse() =>
        Assert.Equal(["01", "10", "01"], Turns(3, 0, 0));

    [Fact]
    public void Turns_GoOn_WhenTheirCountOverflows()
    {
        var policy = new RoundRobin();
        typeof(RoundRobin).GetField("_turn", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!
            .SetValue(policy, int.MaxValue - 1);

        Assert.Equal(["10", "01", "10"], Turns(policy, 3, 1, 1));
    }

    private static string[] Turns(int count, params int[] weights) => Turns(new RoundRobin(), count, weights);

    private static string[] Turns(RoundRobin policy, int count, params int[] weights)
    {
        var candidates = Array.ConvertAll(weights, weight => new PlacementCandidate(1, weight, 0));
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var order = new int[weights.Length];
            policy.Rank(s_blob, candidates, order);
            return string.Concat(order);
        })];
    }
}
