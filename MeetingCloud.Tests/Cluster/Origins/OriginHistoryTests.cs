using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Cluster.Origins;

public sealed class OriginHistoryTests
{
    [Fact]
    public async Task History_CountsWhatEachServerDid()
    {
        await using var cluster = await OriginCluster.StartAsync(servers: 1);
        var meeting = await cluster.Admin.CreateMeetingAsync();
        await cluster.Admin.UploadAsync(meeting.Id, "1.bin", OriginCluster.FileOf(1));

        var server = new ServerHistory("", [], [], [], [], [], [], []);
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                // Before the first sample there is none.
                server = (await cluster.Admin.GetContractAsync<ClusterHistory>(Routes.History)).Servers.SingleOrDefault() ?? server;
                return server.BytesWritten.Sum() > 0;
            },
            TestCluster.Patience,
            "a sample shows the upload");

        Assert.Equal("server1", server.Id);
        Assert.Equal(OriginCluster.FileOf(1).Length, server.BytesWritten.Sum());
        Assert.True(server.Requests.Sum() > 0);
        Assert.Equal(0, server.Errors.Sum());
    }
}
