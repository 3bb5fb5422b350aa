using MeetingCloud.Api.Distribution;
using MeetingCloud.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MeetingCloud.Tests.Cluster;

public sealed class BlobSweeperTests
{
    [Fact]
    public async Task Sweep_AsksForNoTurnToWrite_WhenEveryBlobIsNamed()
    {
        await using var cluster = await TestCluster.StartAsync(instances: 1, nodes: 0);
        var meeting = await cluster.Admin.CreateMeetingAsync();
        await cluster.Admin.UploadAsync(meeting.Id, "a.txt", [1]);
        foreach (var file in Directory.EnumerateFiles(cluster.UploadFolder, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddHours(-2));
        }

        var holder = await WriteGateHolder.TakeAsync(cluster.Api.Services);
        try
        {
            var sweeper = cluster.Api.Services.GetServices<IHostedService>().OfType<BlobSweeper>().Single();
            Assert.Equal(0, await sweeper.SweepAsync(CancellationToken.None).WaitAsync(TestCluster.Patience));
        }
        finally
        {
            await holder.LeaveAsync();
        }

        Assert.Equal([1], await cluster.Admin.GetByteArrayAsync(Routes.MeetingFile(meeting.Id, "a.txt")));
    }
}
