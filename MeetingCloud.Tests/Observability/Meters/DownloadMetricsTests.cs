using System.Diagnostics.Metrics;
using System.Net.Sockets;
using System.Text;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Node.Support;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Observability.Meters;

public sealed class DownloadMetricsTests
{
    private const string Incomplete = "meetingcloud.node.downloads.incomplete";

    [Fact]
    public async Task Download_IsCountedAsLeft_WhenTheAttendeeGoesAway()
    {
        await using var plane = await FakeControlPlane.StartAsync();
        await using var node = await TestNode.StartAsync(plane);
        plane.Publish("m", 1, ("a.bin", HttpExtensions.Bytes(30_000_000)));
        await node.HoldsAsync("m", 1);
        Assert.Equal([("error.type=bytes_missing", 0d), ("error.type=client_gone", 0d)], Read(node, Incomplete));

        using (var line = new TcpClient())
        {
            await line.ConnectAsync("127.0.0.1", new Uri(node.Url).Port);
            var request = $"GET {node.Sign(Routes.Package("m"))} HTTP/1.1\r\nHost: node\r\n\r\n";
            await line.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
            await line.GetStream().ReadExactlyAsync(new byte[1000]);
        }

        await Eventually.BecomesTrueAsync(
            () => Read(node, Incomplete).Contains(("error.type=client_gone", 1d)), TestCluster.Patience, "the download is counted as left");
        (await node.GetPackageAsync("m")).Dispose();
        Assert.Contains(("error.type=bytes_missing", 0d), Read(node, Incomplete));
    }

    [Fact]
    public async Task Meetings_AreCountedByWhatTheNodeHas()
    {
        await using var plane = await FakeControlPlane.StartAsync();
        await using var node = await TestNode.StartAsync(plane, settings: ("STORAGE_QUOTA_BYTES", "2000000"));
        plane.Publish("small", 1, ("a.bin", HttpExtensions.Bytes(1000)));
        await node.HoldsAsync("small", 1);
        plane.Publish("large", 1, ("b.bin", HttpExtensions.Bytes(3_000_000, seed: 2)));
        await Eventually.BecomesTrueAsync(
            () => Read(node, "meetingcloud.node.meetings").Contains(("meetingcloud.meeting.state=no_room", 1d)), TestCluster.Patience, "no room");
        Assert.Equal(
            [
                ("meetingcloud.meeting.state=closed", 0d), ("meetingcloud.meeting.state=fetching", 0d),
                ("meetingcloud.meeting.state=no_room", 1d), ("meetingcloud.meeting.state=ready", 1d),
            ],
            Read(node, "meetingcloud.node.meetings"));
    }

    private static IEnumerable<(string Tags, double Value)> Read(TestNode node, string name) =>
        MeterReading.Read(node.Service<IMeterFactory>()).Where(point => point.Name == name).Select(point => (point.Tags, point.Value)).Order();
}
