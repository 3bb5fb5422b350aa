using System.Globalization;
using MeetingCloud.Contracts;
using MeetingCloud.Storage.Origins;
using MeetingCloud.Storage.WebDav;
using MeetingCloud.Tests.Cluster.Origins;
using MeetingCloud.Tests.Support;
using MeetingCloud.Tests.Support.Programs;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.Cluster.Instances;

/// <summary>The origin pool as each of two instances tells of it.</summary>
public sealed class PoolReportTests
{
    private const int Budget = 600;

    [ProgramFact(NginxBalancer.Program)]
    public async Task EveryInstance_TellsWhatAllDid_AndSpent()
    {
        await using var origin = await StartAsync();
        var cluster = origin.Cluster;
        var files = new[] { OriginCluster.FileOf(1), OriginCluster.FileOf(2) };
        using (var first = cluster.NewAdmin(cluster.Api.Instances[0].Url))
        using (var second = cluster.NewAdmin(cluster.Api.Instances[1].Url))
        {
            var meeting = await first.CreateMeetingAsync();
            await first.UploadAsync(meeting.Id, "1.bin", files[0]);
            await second.UploadAsync(meeting.Id, "2.bin", files[1]);
        }

        var spent = 0;
        foreach (var instance in cluster.Api.Instances)
        {
            using var admin = cluster.NewAdmin(instance.Url);
            await Eventually.BecomesTrueAsync(
                async () => (await StatsAsync(admin)).BytesUploaded == files.Sum(file => file.Length), TestCluster.Patience, $"{instance.Id} knows of both uploads");
            var stats = await StatsAsync(admin);
            Assert.Equal((2, files.Sum(file => file.Length)), (stats.Copies, stats.Bytes));
            Assert.NotNull(stats.Latency);
            var used = (await StatusAsync(admin)).Budget!.Used;
            Assert.InRange(used, Math.Max(stats.Uploads, spent), Budget);
            spent = (int)used;
        }

        await cluster.Api.CrashAsync();
        await cluster.Api.StartAsync();
        var after = await StatusAsync(cluster.Admin);
        Assert.InRange(after.Budget!.Used, spent, Budget);
        Assert.Equal(Budget, after.Budget.Limit);
    }

    [ProgramFact(NginxBalancer.Program)]
    public async Task Server_IsAsBadAsTheInstanceThatFaresWorstWithItSees()
    {
        await using var origin = await StartAsync();
        var cluster = origin.Cluster;
        using var first = cluster.NewAdmin(cluster.Api.Instances[0].Url);
        using var second = cluster.NewAdmin(cluster.Api.Instances[1].Url);
        Assert.Equal("healthy", (await StatusAsync(second)).State);
        var pool = cluster.Api.Instances[0].Services.GetRequiredService<OriginPool>();
        pool.Servers[0].Health.Failed(new WebDavException(WebDavFailure.Credentials, "The account was refused."));

        await Eventually.BecomesTrueAsync(
            async () => await StatusAsync(second) is { State: "paused", Healthy: false, Failure: "credentials", RetryAt: not null },
            TestCluster.Patience,
            "the other instance tells of it");
        Assert.Equal("credentials", (await StatusAsync(first)).Failure);
    }

    private static Task<OriginCluster> StartAsync() => OriginCluster.StartAsync(
        instances: 2, servers: 1, nodes: 0, ("WEBDAV_REQUESTS_PER_WINDOW_1", Budget.ToString(CultureInfo.InvariantCulture)));

    private static async Task<WebdavServerStatus> StatusAsync(HttpClient admin) =>
        (await admin.GetContractAsync<WebdavStatus>(Routes.WebdavStatus)).Servers.Single();

    private static async Task<WebdavServerStats> StatsAsync(HttpClient admin) =>
        (await admin.GetContractAsync<WebdavStats>(Routes.WebdavStats)).Servers.Single();
}
