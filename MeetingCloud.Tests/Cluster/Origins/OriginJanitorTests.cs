using System.Globalization;
using MeetingCloud.Api.Data;
using MeetingCloud.Api.Origins;
using MeetingCloud.Contracts;
using MeetingCloud.Storage.Origins;
using MeetingCloud.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.Cluster.Origins;

/// <summary>What is found in the database is done, whatever else there cannot be.</summary>
public sealed class OriginJanitorTests
{
    [Fact]
    public async Task Cache_KeepsTheLastReadableCopy_WhenItsServerIsNotConfiguredAnyMore()
    {
        await using var origin = await OriginCluster.StartAsync(servers: 1);
        var meeting = await origin.Admin.CreateMeetingAsync();
        await origin.UploadAsync(meeting.Id, 0, 3);
        await using (var db = await origin.OpenDatabaseAsync())
        {
            await db.BlobCopies.ExecuteUpdateAsync(set => set.SetProperty(c => c.WebdavServerId, "server9"));
        }

        origin.Cluster.ApiDisk.IsFull = true;
        await origin.Cluster.Api.Services.GetRequiredService<OriginJanitor>().EvictAsync(CancellationToken.None);
        origin.Cluster.ApiDisk.IsFull = false;

        await origin.ReadAsync(meeting.Id, 0, 3);
    }

    [Fact]
    public async Task Search_ComesToWhatCanBeRepaired_PastAnyNumberThatCannot()
    {
        await using var origin = await OriginCluster.StartAsync(servers: 2);
        var meeting = await origin.Admin.CreateMeetingAsync();
        await origin.UploadAsync(meeting.Id, 0, 1);
        await origin.WaitUntilReplicatedAsync(1);
        await using (var db = await origin.OpenDatabaseAsync())
        {
            await db.BlobCopies.Where(c => c.WebdavServerId == "server2").ExecuteDeleteAsync();
            db.AddRange(Enumerable.Range(0, 600).Select(i => new BlobCopyRow
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"lost{i}"),
                // Before that of any file.
                Sha256 = i.ToString("x64", CultureInfo.InvariantCulture),
                Size = 1,
                WebdavServerId = "server9",
                PartSize = 0,
                State = OriginCopyState.Stored,
                UpdatedAt = DateTimeOffset.UnixEpoch,
            }));
            await db.SaveChangesAsync();
        }

        var janitor = origin.Cluster.Api.Services.GetRequiredService<OriginJanitor>();
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                await janitor.FindMissingAsync(CancellationToken.None);
                return (await origin.StatsAsync()).Files.Replicated == 1;
            },
            TestCluster.Patience,
            "the file has both copies again");
    }

    [Fact]
    public async Task Deletions_GoOn_WhenOneFileCannotBeDeleted()
    {
        await using var origin = await OriginCluster.StartAsync(servers: 1);
        var meeting = await origin.Admin.CreateMeetingAsync();
        await origin.UploadAsync(meeting.Id, 0, 4);
        string? stubborn = null;
        origin.Servers[0].Fault = (context, next) =>
        {
            if (context.Request.Method == HttpMethods.Delete
                && Interlocked.CompareExchange(ref stubborn, context.Request.Path.Value, null) is var first
                && (first is null || first == context.Request.Path.Value))
            {
                context.Response.StatusCode = StatusCodes.Status423Locked;
                return Task.CompletedTask;
            }

            return next(context);
        };
        for (var i = 0; i < 4; i++)
        {
            using var deleted = await origin.Admin.DeleteAsync(Routes.MeetingFile(meeting.Id, $"{i}.bin"));
            Assert.True(deleted.IsSuccessStatusCode);
        }

        await origin.SweepAsync(TimeSpan.FromHours(2));

        await Eventually.BecomesTrueAsync(() => origin.Servers[0].Files.Length == 1, TestCluster.Patience, "the other three are deleted");
        origin.Servers[0].Fault = null;
        await origin.SweepAsync(TimeSpan.FromHours(4));
        await Eventually.BecomesTrueAsync(() => origin.Servers[0].Files.Length == 0, TestCluster.Patience, "and the fourth, once it can be");
    }
}
