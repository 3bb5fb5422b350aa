using MeetingCloud.Api.Nodes;
using MeetingCloud.Api.Nodes.Selection;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Api.Nodes;

public class SelectionTests
{
    private const string Meeting = "m1";
    private readonly ManualTimeProvider _time = new();
    private readonly Random _random = new(42);

    [Fact]
    public void PowerOfTwo_SpreadsACrowd_ThatComesBetweenTwoHeartbeats()
    {
        var counts = Send(new PowerOfTwoChoicesPolicy(_random), Nodes(10), downloads: 1000);
        Assert.InRange(counts.Values.Max(), 100, 115);
    }

    [Fact]
    public void PowerOfTwo_SpreadsACrowd_WhileHeartbeatsComeIn()
    {
        // Heartbeats at different moments, each showing that the downloads so far are done: no node is swamped for it.
        var nodes = Nodes(10);
        var policy = new PowerOfTwoChoicesPolicy(_random);
        var counts = nodes.ToDictionary(n => n.Record.Id, _ => 0);
        for (var i = 0; i < 1000; i++)
        {
            var at = i / 100;
            if (i % 100 == 0)
            {
                nodes[at] = new NodeEntry(nodes[at].Record with { ActiveDownloads = 0 }, _time.GetUtcNow(), nodes[at].Assigned);
            }

            counts[Pick(policy, nodes)]++;
            _time.Advance(TimeSpan.FromMilliseconds(15));
        }

        Assert.InRange(counts.Values.Max(), 100, 115);
    }

    [Fact]
    public void PowerOfTwo_SparesANodeThatIsHalfAsFit()
    {
        var nodes = Nodes(2);
        nodes[0] = new NodeEntry(nodes[0].Record with { Health = 0.5 }, _time.GetUtcNow(), nodes[0].Assigned);
        var counts = Send(new PowerOfTwoChoicesPolicy(_random), nodes, downloads: 300);
        Assert.InRange(counts["n0"], 90, 110);
    }

    [Fact]
    public void AssignedLoad_HalvesWithEveryHalfLife()
    {
        var load = new AssignedLoad(_time);
        for (var i = 0; i < 8; i++)
        {
            load.Add();
        }

        _time.Advance(AssignedLoad.HalfLife * 2);
        Assert.Equal(2, load.Value, precision: 6);
    }

    [Theory]
    [InlineData(3, 1.1)]
    [InlineData(10, 1.15)]
    public void PowerOfTwo_SpreadsACrowd_ThoughEachInstanceCountsOnlyWhatItSentItself(int instances, double atMost)
    {
        var policy = new PowerOfTwoChoicesPolicy(_random);
        var views = Enumerable.Range(0, instances).Select(_ => Nodes(10)).ToList();
        var fullest = Enumerable.Range(0, 1000)
            .Select(_ => Pick(policy, views[_random.Next(instances)]))
            .CountBy(id => id)
            .Max(node => node.Value);
        Assert.InRange(fullest, 100, (int)(100 * atMost));
    }

    [Fact]
    public void Score_FollowsTheFormula()
    {
        // Apart by more than the random part, which is below 1.
        var full = Node("full", r => r with { Health = 1, StorageCapacity = 100, StorageUsed = 100 });
        var empty = Node("empty", r => r with { Health = 0.85, StorageCapacity = 100, StorageUsed = 0 });
        var unfit = Node("unfit", r => r with { Health = 0.2, StorageCapacity = 100, StorageUsed = 0 });
        var policy = new ScorePolicy(_random);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal("empty", policy.Pick(Meeting, [full, unfit, empty]).Record.Id);
        }
    }

    [Fact]
    public void Score_PrefersANodeThatHasTheMeeting()
    {
        var with = Node("with", r => r with { Health = 0.6 });
        var without = Node("without", r => r with { Health = 0.9, Meetings = [] });
        Assert.Equal("with", new ScorePolicy(_random).Pick(Meeting, [without, with]).Record.Id);
    }

    [Fact]
    public void BoundedHash_KeepsAMeetingTogether_UntilItsNodeIsFull()
    {
        var policy = new BoundedHashPolicy();
        var nodes = Nodes(10);
        var first = policy.Pick(Meeting, nodes).Record.Id;
        Assert.Equal(first, policy.Pick(Meeting, [.. nodes.AsEnumerable().Reverse()]).Record.Id);

        var counts = Send(policy, nodes, downloads: 1000);
        Assert.InRange(counts.Values.Max(), 100, (int)(BoundedHashPolicy.Bound * 100) + 1);
    }

    [Fact]
    public void BoundedHash_MovesFewMeetings_WhenANodeIsAdded()
    {
        var policy = new BoundedHashPolicy();
        var moved = Enumerable.Range(0, 2000).Count(i =>
            policy.Pick($"meeting-{i}", Nodes(10)).Record.Id != policy.Pick($"meeting-{i}", Nodes(11)).Record.Id);
        Assert.InRange(moved, 1, (int)(2000 * 1.3 / 11));
    }

    private static Dictionary<string, int> Send(ISelectionPolicy policy, List<NodeEntry> nodes, int downloads)
    {
        var counts = nodes.ToDictionary(n => n.Record.Id, _ => 0);
        for (var i = 0; i < downloads; i++)
        {
            counts[Pick(policy, nodes)]++;
        }

        return counts;
    }

    private static string Pick(ISelectionPolicy policy, List<NodeEntry> nodes)
    {
        var node = policy.Pick(Meeting, nodes);
        node.Assigned.Add();
        return node.Record.Id;
    }

    private List<NodeEntry> Nodes(int count) => [.. Enumerable.Range(0, count).Select(i => Node($"n{i}", r => r))];

    private NodeEntry Node(string id, Func<NodeRecord, NodeRecord> change) => new(
        change(new NodeRecord(id, "10.0.0.1", 8001, null, 0, 0, _time.GetUtcNow(), Meetings: [new HeldMeeting(Meeting, 1)])),
        _time.GetUtcNow(),
        new AssignedLoad(_time));
}
