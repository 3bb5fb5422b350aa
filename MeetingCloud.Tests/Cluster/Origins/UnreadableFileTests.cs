using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Cluster.Origins;

/// <summary>Files whose bytes cannot be had: who reads is asked to come again, whatever it is for.</summary>
public sealed class UnreadableFileTests
{
    private static readonly byte[] s_content = HttpExtensions.Bytes(30_000);

    [Fact]
    public async Task Read_IsAskedToComeAgain_WhileTheCachesDiskIsFull()
    {
        await using var origin = await OriginCluster.StartAsync(servers: 2);
        var meeting = await PublishAsync(origin.Admin);
        await origin.WaitUntilReplicatedAsync(1);
        await origin.RestartWithoutCacheAsync();
        origin.Cluster.ApiDisk.IsFull = true;

        await AssertUnavailableAsync(origin.Cluster, meeting);
        await AssertHeadIsUnavailableAsync(origin.Cluster, meeting);

        origin.Cluster.ApiDisk.IsFull = false;
        Assert.Equal(s_content, await origin.Cluster.Attendee.GetByteArrayAsync(Routes.MeetingFile(meeting, "a.bin")));
    }

    [Fact]
    public async Task Read_IsAskedToComeAgain_WhenNoCopyIsRight()
    {
        await using var origin = await OriginCluster.StartAsync(servers: 2);
        var meeting = await PublishAsync(origin.Admin);
        await origin.WaitUntilReplicatedAsync(1);
        foreach (var file in origin.Servers.SelectMany(server => server.Files))
        {
            await File.WriteAllBytesAsync(file, new byte[s_content.Length]);
        }

        await origin.RestartWithoutCacheAsync();

        // The whole is compared before the last of it is shown: of a small file that is all.
        await AssertUnavailableAsync(origin.Cluster, meeting);
    }

    [Fact]
    public async Task Read_IsAskedToComeAgain_WhenTheDiskHasLostTheFile()
    {
        await using var cluster = await TestCluster.StartAsync(nodes: 0);
        var meeting = await PublishAsync(cluster.Admin);
        File.Delete(Directory.GetFiles(cluster.UploadFolder, HttpExtensions.Sha256(s_content), SearchOption.AllDirectories).Single());
        // The store keeps files open that it has read lately.
        await cluster.Api.CrashAsync();
        await cluster.Api.StartAsync();

        await AssertUnavailableAsync(cluster, meeting);
        await AssertHeadIsUnavailableAsync(cluster, meeting);

        await cluster.Admin.UploadAsync(meeting, "a.bin", s_content);
        Assert.Equal(s_content, await cluster.Attendee.GetByteArrayAsync(Routes.MeetingFile(meeting, "a.bin")));
    }

    private static async Task<string> PublishAsync(HttpClient admin)
    {
        var meeting = await admin.CreateMeetingAsync();
        await admin.UploadAsync(meeting.Id, "a.bin", s_content);
        return meeting.Id;
    }

    private static async Task AssertUnavailableAsync(TestCluster cluster, string meeting)
    {
        foreach (var route in new[] { Routes.MeetingFile(meeting, "a.bin"), Routes.Package(meeting) })
        {
            using var response = await cluster.Attendee.GetAsync(route);
            Assert.InRange(response.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
            Assert.Null(response.Headers.ETag);
            await ProblemAssert.IsAsync(response, 503);
        }
    }

    private static async Task AssertHeadIsUnavailableAsync(TestCluster cluster, string meeting)
    {
        using var head = await cluster.Attendee.SendAsync(new HttpRequestMessage(HttpMethod.Head, Routes.MeetingFile(meeting, "a.bin")));
        Assert.Equal(503, (int)head.StatusCode);
        Assert.NotNull(head.Headers.RetryAfter);
    }
}
