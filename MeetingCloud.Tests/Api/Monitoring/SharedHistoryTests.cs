using MeetingCloud.Api.Monitoring;

namespace MeetingCloud.Tests.Api.Monitoring;

public sealed class SharedHistoryTests
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Merge_TakesNodesOfTheOne_AndAddsUpWhatWasDoneToServers()
    {
        var first = new HistorySample(s_at, [new NodeSample("n1", 3, 100)], 1, 2, [new ServerSample("a", 1, 0, 9, 1, 1000, 10, 20), new ServerSample("b", 0, 0, 0, 0, 0, 0, null)]);
        var second = new HistorySample(s_at, [], 0, 0, [new ServerSample("a", 2, 3, 29, 0, 500, 5, 40)]);

        var merged = SharedHistory.Merge(first, [second, first]);

        Assert.Equal([new NodeSample("n1", 3, 100)], merged.Nodes);
        Assert.Equal((1, 2), (merged.Active, merged.Known));
        Assert.Equal(new ServerSample("a", 3, 3, 38, 1, 1500, 15, 35), merged.Servers.Single(server => server.Id == "a"));
        Assert.Null(merged.Servers.Single(server => server.Id == "b").LatencyMs);
    }
}
