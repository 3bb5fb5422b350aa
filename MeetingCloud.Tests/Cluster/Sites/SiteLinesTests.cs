using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support.Namespaces;
using Xunit.Abstractions;

namespace MeetingCloud.Tests.Cluster.Sites;

/// <summary>What crosses the lines between a head office and its sites, by the counters of the links.</summary>
public sealed class SiteLinesTests(ITestOutputHelper output)
{
    private const int TwoNodes = 1;
    private const int OneNode = 2;
    private const int Attendees = 5;

    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal)
    {
        ["recording.mp4"] = HttpExtensions.Bytes(5_000_000, 1),
        ["papers/budget.pdf"] = HttpExtensions.Bytes(2_000_000, 2),
        ["papers/plan.pdf"] = HttpExtensions.Bytes(900_000, 3),
        ["agenda.pdf"] = HttpExtensions.Bytes(100_000, 4),
    };

    private long Size => _files.Values.Sum(static file => (long)file.Length);

    [NamespaceFact]
    public async Task EachFile_CrossesEachLineOnce_AndAttendeesAreServedByTheirSite_UntilItsNodeIsKilled()
    {
        await using var network = await SiteNetwork.StartAsync(megabits: 50, TwoNodes, OneNode);
        await Task.WhenAll(network.AddNodeAsync(TwoNodes, 1), network.AddNodeAsync(OneNode, 1));
        await network.AddNodeAsync(TwoNodes, 2);
        await network.WaitForNodesAsync(4, n => n.Status == NodeState.Active, "all nodes are registered");
        var before = await CountAsync(network);

        // All nodes are empty, and hear of it at the same moment.
        var meeting = await network.PublishAsync(_files);
        await network.WaitForNodesAsync(4, n => n.Meetings.Contains(new HeldMeeting(meeting.Id, meeting.Version)), "all nodes hold it");
        var downloads = await Task.WhenAll(
            network.DownloadAsync(TwoNodes, meeting, Attendees), network.DownloadAsync(OneNode, meeting, Attendees));

        Assert.Single(downloads.SelectMany(site => site).Select(download => download.Sha256).Distinct());
        Assert.Equal(
            [SiteNetwork.NodeAddress(TwoNodes, 1), SiteNetwork.NodeAddress(TwoNodes, 2)],
            downloads[0].Select(download => download.Host).Distinct().Order(StringComparer.Ordinal));
        Assert.All(downloads[1], download => Assert.Equal(SiteNetwork.NodeAddress(OneNode, 1), download.Host));
        var after = await CountAsync(network);
        foreach (var site in new[] { TwoNodes, OneNode })
        {
            output.WriteLine($"site {site}: {Attendees} downloads of {Size} bytes, {after[site].To - before[site].To} bytes to the site, {after[site].From - before[site].From} from it");
            // Once, with room for headers, heartbeats, manifests and the attendees' questions; nothing of it back.
            Assert.InRange(after[site].To - before[site].To, Size, Size * 11 / 10);
            Assert.InRange(after[site].From - before[site].From, 0, Size / 10);
        }

        await network.KillNodeAsync(OneNode, 1);
        await network.WaitForNodesAsync(1, n => n.Status == NodeState.Lost, "the node is lost");
        var (host, sha256) = Assert.Single(await network.DownloadAsync(OneNode, meeting, attendees: 1));

        // Over its own line, from the head office, and not over the other site's as well.
        Assert.Equal((SiteNetwork.NodeAddress(0, 1), downloads[0][0].Sha256), (host, sha256));
        var end = await CountAsync(network);
        output.WriteLine($"its node killed: {end[OneNode].To - after[OneNode].To} bytes to site {OneNode} for one more download");
        Assert.InRange(end[OneNode].To - after[OneNode].To, Size, Size * 11 / 10);
        Assert.InRange(end[TwoNodes].From - after[TwoNodes].From, 0, Size / 10);
    }

    private static async Task<Dictionary<int, (long To, long From)>> CountAsync(SiteNetwork network) => new()
    {
        [TwoNodes] = (await network.SentToAsync(TwoNodes), await network.SentFromAsync(TwoNodes)),
        [OneNode] = (await network.SentToAsync(OneNode), await network.SentFromAsync(OneNode)),
    };
}
