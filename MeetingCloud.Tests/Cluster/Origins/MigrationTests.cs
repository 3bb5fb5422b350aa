using System.Net;
using System.Net.Http.Headers;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace MeetingCloud.Tests.Cluster.Origins;

/// <summary>Files are moved between servers, and nobody who reads them notices.</summary>
public sealed class MigrationTests
{
    /// <summary>What the dead held is free after ten seconds; then others must find the time to do the work.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Migration_DrainsAServer_AndEveryFileIsReadBackWithoutIt()
    {
        await using var origin = await OriginCluster.StartAsync();
        var meeting = await origin.Admin.CreateMeetingAsync();
        await origin.UploadAsync(meeting.Id, 0, 30);
        await origin.WaitUntilReplicatedAsync(30);
        var there = origin.Servers[0].Files.Length;
        await origin.ToggleAsync(1, enabled: false);

        var plan = (await StartAsync(origin, new MigrationRequest(DryRun: true, null, null), HttpStatusCode.OK)).Plan;
        Assert.Equal((there, there), (plan.Files, plan.Deletions));
        Assert.Equal(there, plan.Servers[0].CopiesOut);
        Assert.True(plan.Requests >= 3 * plan.Copies && plan.Bytes > 0);
        Assert.Equal(there, origin.Servers[0].Files.Length);

        var migration = await EndAsync(origin, await StartAsync(origin, new MigrationRequest(DryRun: false, null, MigrationVerification.Content)));
        Assert.Equal(MigrationState.Completed, migration.State);
        Assert.Equal(migration.Progress.Total, migration.Progress.Done);
        Assert.Empty(origin.Servers[0].Files);
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                // On a busy machine a repair may have made a copy as well; the second is taken away when it is noticed.
                await origin.SweepAsync();
                return origin.Servers.Sum(server => server.Files.Length) == 60;
            },
            TestCluster.Patience,
            "there are two copies of each file");

        await origin.Servers[0].StopAsync();
        await origin.RestartWithoutCacheAsync();
        await origin.ReadAsync(meeting.Id, 0, 30);
        Assert.False((await origin.StatusAsync()).Servers[0].Enabled, "what an admin chose outlives a restart");
    }

    [Fact]
    public async Task Migration_PlacesTheFilesOfADiskWithoutServers()
    {
        await using var origin = await OriginCluster.StartAsync(servers: 3);
        foreach (var (name, _) in OriginCluster.Settings(origin.Servers))
        {
            origin.Cluster.ApiSettings.Remove(name);
        }

        await RestartAsync(origin);
        var meeting = await origin.Admin.CreateMeetingAsync();
        await origin.UploadAsync(meeting.Id, 0, 12);
        Assert.Empty((await origin.StatusAsync()).Servers);
        using (var refused = await origin.Admin.PostContractAsync(Routes.WebdavMigrations, new MigrationRequest(DryRun: true, null, null)))
        {
            await ProblemAssert.IsAsync(refused, 409);
        }

        foreach (var (name, value) in OriginCluster.Settings(origin.Servers))
        {
            origin.Cluster.ApiSettings[name] = value;
        }

        await RestartAsync(origin);
        await origin.ReadAsync(meeting.Id, 0, 12);
        Assert.Equal(12, (await origin.StatsAsync()).Files.Unplaced);

        var migration = await EndAsync(origin, await StartAsync(origin, new MigrationRequest(DryRun: false, null, null)));
        Assert.Equal((MigrationState.Completed, 24L), (migration.State, migration.Progress.Done));
        await origin.WaitUntilReplicatedAsync(12);
        await origin.RestartWithoutCacheAsync();
        await origin.ReadAsync(meeting.Id, 0, 12);
    }

    [Fact]
    public async Task Migration_GoesOn_AfterTheControlPlaneDied_ManyTimes()
    {
        await using var origin = await OriginCluster.StartAsync();
        var meeting = await origin.Admin.CreateMeetingAsync();
        await origin.UploadAsync(meeting.Id, 0, 60);
        await origin.WaitUntilReplicatedAsync(60);
        await origin.ToggleAsync(2, enabled: false);
        // Slow enough to be met in its middle.
        foreach (var server in origin.Servers)
        {
            server.Fault = async (context, next) =>
            {
                await Task.Delay(30, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await next(context);
            };
        }

        var migration = await StartAsync(origin, new MigrationRequest(DryRun: false, null, null));
        for (var crash = 0; crash < 4; crash++)
        {
            var done = (await GetAsync(origin, migration.Id!)).Progress.Done;
            await Eventually.BecomesTrueAsync(
                async () => await GetAsync(origin, migration.Id!) is var now && (now.Progress.Done > done || now.FinishedAt is not null),
                s_patience,
                "the migration goes on");
            await origin.Cluster.Api.CrashAsync();
            await origin.Cluster.Api.StartAsync();
        }

        var ended = await EndAsync(origin, migration);
        Assert.Equal(MigrationState.Completed, ended.State);
        await origin.RestartWithoutCacheAsync();
        await origin.ReadAsync(meeting.Id, 0, 60);

        // What the crashes left half written is known, and goes.
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                await origin.SweepAsync(TimeSpan.FromHours(2));
                return origin.Servers.Sum(server => server.Files.Length) == 120 && origin.Servers[1].Files.Length == 0;
            },
            TestCluster.Patience,
            "no orphan is left");
    }

    [Fact]
    public async Task Migration_IsCancelled_AndLeavesEveryFileWhole()
    {
        await using var origin = await OriginCluster.StartAsync();
        var meeting = await origin.Admin.CreateMeetingAsync();
        await origin.UploadAsync(meeting.Id, 0, 40);
        await origin.WaitUntilReplicatedAsync(40);
        await origin.ToggleAsync(3, enabled: false);
        // No copy gets to its place before the end, so that it is met in its middle.
        var ended = new TaskCompletionSource();
        foreach (var server in origin.Servers)
        {
            server.Fault = async (context, next) =>
            {
                if (context.Request.Method == HttpMethods.Put)
                {
                    await ended.Task.WaitAsync(context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                await next(context);
            };
        }

        var migration = await StartAsync(origin, new MigrationRequest(DryRun: false, "server3", null));
        using (var second = await origin.Admin.PostContractAsync(Routes.WebdavMigrations, new MigrationRequest(DryRun: false, null, null)))
        {
            await ProblemAssert.IsAsync(second, 409);
        }

        using (var cancel = await origin.Admin.PostAsync($"{Routes.WebdavMigrations}/{migration.Id}/cancel", null))
        {
            Assert.Equal(HttpStatusCode.Accepted, cancel.StatusCode);
        }

        var cancelled = await EndAsync(origin, migration);
        ended.SetResult();
        Assert.Equal(MigrationState.Cancelled, cancelled.State);
        Assert.True(cancelled.Progress.Done < cancelled.Progress.Total);
        await origin.RestartWithoutCacheAsync();
        await origin.ReadAsync(meeting.Id, 0, 40);
        using var again = await origin.Admin.PostAsync($"{Routes.WebdavMigrations}/{migration.Id}/cancel", null);
        await ProblemAssert.IsAsync(again, 409);
    }

    [Fact]
    public async Task Toggle_TurnsRound_AndKeepsTheLastServerInService()
    {
        await using var origin = await OriginCluster.StartAsync(servers: 2);
        using (var turned = await origin.Admin.PostAsync($"{Routes.WebdavServers}/server1/toggle", null))
        {
            Assert.False((await turned.ReadContractAsync<WebdavServerStatus>()).Enabled);
        }

        // With a type, and nothing of it.
        foreach (var (type, enabled) in new[] { ("application/json", true), ("application/x-www-form-urlencoded", false), ("text/plain", true) })
        {
            using var content = new ByteArrayContent([]) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
            using var turned = await origin.Admin.PostAsync($"{Routes.WebdavServers}/server1/toggle", content);
            Assert.Equal(enabled, (await turned.ReadContractAsync<WebdavServerStatus>()).Enabled);
        }

        // With bytes of no type, in chunks.
        using (var untyped = new HttpRequestMessage(HttpMethod.Post, $"{Routes.WebdavServers}/server1/toggle"))
        {
            untyped.Headers.TransferEncodingChunked = true;
            untyped.Content = new ByteArrayContent("""{"enabled":true}"""u8.ToArray());
            await ProblemAssert.IsAsync(await origin.Admin.SendAsync(untyped), 415);
            // Another instance may be asked, which has yet to hear of the turns before.
            await Eventually.BecomesTrueAsync(
                async () => (await origin.StatusAsync()).Servers[0].Enabled, TestCluster.Patience, "the server is as it was");
        }

        await origin.ToggleAsync(1, enabled: false);
        using (var last = await origin.Admin.PostContractAsync($"{Routes.WebdavServers}/server2/toggle", new ToggleServerRequest(false)))
        {
            await ProblemAssert.IsAsync(last, 409);
        }

        using var unknown = await origin.Admin.PostAsync($"{Routes.WebdavServers}/server9/toggle", null);
        await ProblemAssert.IsAsync(unknown, 404);
        using var anonymous = await origin.Cluster.Attendee.GetAsync(Routes.WebdavStatus);
        await ProblemAssert.IsAsync(anonymous, 401);
    }

    private static async Task<Migration> StartAsync(
        OriginCluster origin, MigrationRequest request, HttpStatusCode expected = HttpStatusCode.Accepted)
    {
        using var response = await origin.Admin.PostContractAsync(Routes.WebdavMigrations, request);
        Assert.Equal(expected, response.StatusCode);
        return await response.ReadContractAsync<Migration>();
    }

    private static Task<Migration> GetAsync(OriginCluster origin, string id) =>
        origin.Admin.GetContractAsync<Migration>($"{Routes.WebdavMigrations}/{id}");

    private static async Task<Migration> EndAsync(OriginCluster origin, Migration migration)
    {
        await Eventually.BecomesTrueAsync(
            async () => (await GetAsync(origin, migration.Id!)).FinishedAt is not null, s_patience, "the migration has ended");
        var ended = await GetAsync(origin, migration.Id!);
        Assert.Empty(ended.Failures);
        return ended;
    }

    private static async Task RestartAsync(OriginCluster origin)
    {
        await origin.Cluster.Api.StopAsync();
        await origin.Cluster.Api.StartAsync();
    }
}
