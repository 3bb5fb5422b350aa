using System.Net;
using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Cluster.Origins;

/// <summary>Three WebDAV servers as the origin of a control plane, seen from outside.</summary>
public sealed class OriginPoolTests : IAsyncLifetime
{
    private OriginCluster _origin = null!;

    public async Task InitializeAsync() => _origin = await OriginCluster.StartAsync();

    public async Task DisposeAsync() => await _origin.DisposeAsync();

    [Fact]
    public async Task Uploads_AreSpreadAndDoubled_AndReadBackFromAnEmptyDisk()
    {
        var meeting = await _origin.Admin.CreateMeetingAsync();
        await _origin.UploadAsync(meeting.Id, 0, 60);
        await _origin.WaitUntilReplicatedAsync(60);

        Assert.Equal(120, _origin.Servers.Sum(server => server.Files.Length));
        Assert.All(_origin.Servers, server => Assert.InRange(server.Files.Length, 20, 60));
        Assert.All(_origin.Servers, server => Assert.InRange(server.MostAtOnce, 1, 20));
        var stats = await _origin.StatsAsync();
        Assert.Equal(_origin.Servers.Select(server => (long)server.Files.Length), stats.Servers.Select(server => server.Copies));

        await _origin.RestartWithoutCacheAsync();
        await _origin.ReadAsync(meeting.Id, 0, 60);
    }

    [Fact]
    public async Task Reads_GoOn_WhenAServerDies_AndItComesBackByItself()
    {
        var meeting = await _origin.Admin.CreateMeetingAsync();
        await _origin.UploadAsync(meeting.Id, 0, 30);
        await _origin.WaitUntilReplicatedAsync(30);
        await _origin.RestartWithoutCacheAsync();
        await _origin.Servers[0].StopAsync();

        await _origin.ReadAsync(meeting.Id, 0, 30);
        await _origin.UploadAsync(meeting.Id, 30, 10);
        await _origin.WaitForAsync(1, s => s is { Healthy: false, State: "paused", Failure: "unreachable", Reason: not null }, "the monitor shows which and why");

        await _origin.Servers[0].StartAsync();
        await _origin.WaitForAsync(1, s => s is { Healthy: true, Failure: null }, "the server is back");
        await _origin.WaitUntilReplicatedAsync(40);
    }

    [Fact]
    public async Task ManyReaders_CostTheOriginOneRead()
    {
        var meeting = await _origin.Admin.CreateMeetingAsync();
        var bytes = HttpExtensions.Bytes(3_000_000);
        await _origin.Admin.UploadAsync(meeting.Id, "recording.mp4", bytes);
        await _origin.RestartWithoutCacheAsync();

        var bodies = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => _origin.Admin.GetByteArrayAsync(Routes.MeetingFile(meeting.Id, "recording.mp4"))));

        Assert.All(bodies, body => Assert.Equal(bytes, body));
        // Each instance of the control plane fetches it, at most.
        Assert.InRange(_origin.Servers.Sum(server => server.Count("GET")), 1, _origin.Cluster.Api.Instances.Count);
    }

    [Fact]
    public async Task AllServersAway_RefusesUploadsWithRetryAfter_ServesWhatIsCached_AndLosesNothing()
    {
        var meeting = await _origin.Admin.CreateMeetingAsync();
        await _origin.UploadAsync(meeting.Id, 0, 5);
        await _origin.WaitUntilReplicatedAsync(5);
        foreach (var server in _origin.Servers)
        {
            await server.StopAsync();
        }

        using (var refused = await _origin.Admin.PutAsync(Routes.MeetingFile(meeting.Id, "5.bin"), new ByteArrayContent(OriginCluster.FileOf(5))))
        {
            await ProblemAssert.IsAsync(refused, 503);
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2));
        }

        await _origin.ReadAsync(meeting.Id, 0, 5);
        Assert.Equal(5, (await _origin.Admin.GetContractAsync<Meeting>($"{Routes.Meetings}/{meeting.Id}")).Files.Count);

        foreach (var server in _origin.Servers)
        {
            await server.StartAsync();
        }

        // The upload waits for a server to be found well again, and is taken then.
        await Support.Eventually.BecomesTrueAsync(
            async () =>
            {
                using var again = await _origin.Admin.PutAsync(Routes.MeetingFile(meeting.Id, "5.bin"), new ByteArrayContent(OriginCluster.FileOf(5)));
                return again.IsSuccessStatusCode;
            },
            TestCluster.Patience,
            "uploads are taken again");
        await _origin.RestartWithoutCacheAsync();
        await _origin.ReadAsync(meeting.Id, 0, 6);
    }

    [Fact]
    public async Task DamagedBytes_AreNeverServedWhole_AndTheirCopyIsReplaced()
    {
        var meeting = await _origin.Admin.CreateMeetingAsync();
        await _origin.UploadAsync(meeting.Id, 0, 8);
        await _origin.WaitUntilReplicatedAsync(8);
        foreach (var file in _origin.Servers[1].Files)
        {
            var bytes = await File.ReadAllBytesAsync(file);
            bytes[bytes.Length / 2] ^= 1;
            await File.WriteAllBytesAsync(file, bytes);
        }

        await _origin.RestartWithoutCacheAsync();
        for (var i = 0; i < 8; i++)
        {
            var number = i;
            // A wrong copy breaks the first answers off; then it is known, and the other copy is read.
            await Support.Eventually.BecomesTrueAsync(() => ReadsAsync(number), TestCluster.Patience, $"{number}.bin is served");
        }

        await _origin.WaitUntilReplicatedAsync(8);
        await Support.Eventually.BecomesTrueAsync(
            async () => (await _origin.StatsAsync()).Files is { Suspect: 0, Deleting: 0 }, TestCluster.Patience, "the wrong copies are gone");

        async Task<bool> ReadsAsync(int number)
        {
            try
            {
                using var response = await _origin.Admin.GetAsync(Routes.MeetingFile(meeting.Id, $"{number}.bin"));
                if (!response.IsSuccessStatusCode)
                {
                    return false;
                }

                Assert.Equal(OriginCluster.FileOf(number), await response.Content.ReadAsByteArrayAsync());
                return true;
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task DeletedFiles_LeaveTheServers_AfterTheGrace()
    {
        var meeting = await _origin.Admin.CreateMeetingAsync();
        await _origin.UploadAsync(meeting.Id, 0, 4);
        await _origin.WaitUntilReplicatedAsync(4);
        // However long ago it came: somebody may be reading it, and a backup may name it.
        await _origin.AgeCopiesAsync(TimeSpan.FromDays(1));
        using (var deleted = await _origin.Admin.DeleteAsync(Routes.MeetingFile(meeting.Id, "0.bin")))
        {
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        }

        await _origin.SweepAsync(TimeSpan.FromMinutes(59));
        Assert.Equal(8, _origin.Servers.Sum(server => server.Files.Length));

        await _origin.SweepAsync(TimeSpan.FromHours(1));
        Assert.Equal(6, _origin.Servers.Sum(server => server.Files.Length));
        await _origin.RestartWithoutCacheAsync();
        await _origin.ReadAsync(meeting.Id, 1, 3);
    }

    [Fact]
    public async Task Cache_KeepsItsQuota_AndWhatWasEvictedIsReadAgain()
    {
        _origin.Cluster.ApiSettings["ORIGIN_CACHE_BYTES"] = "200000";
        await _origin.Cluster.Api.StopAsync();
        await _origin.Cluster.Api.StartAsync();
        var meeting = await _origin.Admin.CreateMeetingAsync();
        await _origin.UploadAsync(meeting.Id, 0, 30);

        await Support.Eventually.BecomesTrueAsync(
            async () => (await _origin.StatsAsync()).Cache.Used <= 200_000, TestCluster.Patience, "the cache keeps to its quota");
        // Each instance counts what it knows of.
        Assert.InRange(
            new DirectoryInfo(_origin.Cluster.UploadFolder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length),
            1,
            250_000 * _origin.Cluster.Api.Instances.Count);
        await _origin.ReadAsync(meeting.Id, 0, 30);
    }
}
