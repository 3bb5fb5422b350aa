using MeetingCloud.Contracts;
using MeetingCloud.Web.Monitoring;

namespace MeetingCloud.Tests.Web.Monitoring;

public sealed class HistoryMergeTests
{
    [Fact]
    public void Samples_AreAppended_AndThoseOlderThanAnHourDropped()
    {
        var merged = HistoryMerge.Append(Samples.History(samples: 360), Samples.History(samples: 3, last: Samples.Now.AddSeconds(30)));

        Assert.Equal(361, merged.Times.Count);
        Assert.Equal(Samples.Now.AddSeconds(30), merged.Times[^1]);
        Assert.Equal(merged.Times.Count, merged.Nodes[0].ActiveDownloads.Count);
        Assert.Equal(merged.Times.Count, merged.Servers[0].LatencyMs.Count);
        Assert.Equal(merged.Times.Count, merged.Cluster.KnownNodes.Count);
        Assert.Equal(merged.Times.Order(), merged.Times);
    }

    [Fact]
    public void NodeThatCame_AndNodeThatWent_HaveNoValuesForTheOtherTime()
    {
        var merged = HistoryMerge.Append(
            Samples.History(samples: 2) with { Nodes = [new NodeHistory("went", [1, 1], [1, 1])] },
            Samples.History(samples: 1, last: Samples.Now.AddSeconds(10)) with { Nodes = [new NodeHistory("came", [2], [2])] });

        Assert.Equal(["came", "went"], merged.Nodes.Select(node => node.Id));
        Assert.Equal([null, null, 2], merged.Nodes[0].ActiveDownloads);
        Assert.Equal([1, 1, null], merged.Nodes[1].ActiveDownloads);
    }

    [Fact]
    public void Nothing_IsDrawnAnew_WhenNothingCame()
    {
        var before = Samples.History(samples: 5);

        Assert.Same(before, HistoryMerge.Append(before, Samples.History(samples: 0)));
    }
}
