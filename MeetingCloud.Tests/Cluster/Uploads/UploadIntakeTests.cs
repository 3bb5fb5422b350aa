using System.Net;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Cluster.Origins;
using MeetingCloud.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace MeetingCloud.Tests.Cluster.Uploads;

/// <summary>An upload whose bytes are all here becomes a file whole or not at all, and may be tried again.</summary>
public sealed class UploadIntakeTests
{
    [Fact]
    public async Task Upload_IsTakenInLater_WhenItsPlaceIsFreeAgain()
    {
        await using var cluster = await TestCluster.StartAsync(nodes: 0);
        var meeting = await cluster.Admin.CreateMeetingAsync();
        var url = await cluster.Admin.BeginAsync(meeting.Id, "Report.pdf", 3);
        await cluster.Admin.UploadAsync(meeting.Id, "report.pdf", [9]);

        using (var clash = await cluster.Admin.PatchAsync(url, 0, [1, 2, 3]))
        {
            Assert.Equal(3, clash.Offset());
            Assert.Contains("differs only by case", await clash.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            await ProblemAssert.IsAsync(clash, 409);
        }

        // Nor does a client that only asks take it for done.
        using (var head = await cluster.Admin.HeadAsync(url))
        {
            Assert.Equal(HttpStatusCode.Conflict, head.StatusCode);
        }

        Assert.Equal(["report.pdf"], (await cluster.Admin.MeetingAsync(meeting.Id)).Files.Select(file => file.Path));
        await cluster.Api.CrashAsync();
        await cluster.Api.StartAsync();
        using var deleted = await cluster.Admin.DeleteAsync(Routes.MeetingFile(meeting.Id, "report.pdf"));
        using var again = await cluster.Admin.PatchAsync(url, 3, []);
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
        Assert.Equal([1, 2, 3], await cluster.Admin.GetByteArrayAsync(Routes.MeetingFile(meeting.Id, "Report.pdf")));
        Assert.Empty(Directory.GetFiles(Path.Combine(cluster.UploadFolder, "incoming"), "*.bytes"));
    }

    [Fact]
    public async Task Upload_SaysSo_WhenItsMeetingWasDeletedMeanwhile()
    {
        await using var cluster = await TestCluster.StartAsync(nodes: 0);
        var meeting = await cluster.Admin.CreateMeetingAsync();
        var url = await cluster.Admin.BeginAsync(meeting.Id, "a.bin", 3);
        using var deleted = await cluster.Admin.DeleteAsync($"{Routes.Meetings}/{meeting.Id}");
        using var response = await cluster.Admin.PatchAsync(url, 0, [1, 2, 3]);
        Assert.Contains("There is no meeting", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await ProblemAssert.IsAsync(response, 404);
    }

    [Fact]
    public async Task Upload_StaysWithItsMeeting_WhenItsAgendaItemWasDeletedMeanwhile()
    {
        await using var cluster = await TestCluster.StartAsync(nodes: 0);
        var meeting = await cluster.Admin.CreateMeetingAsync();
        using var added = await cluster.Admin.PostContractAsync(Routes.Agenda(meeting.Id), new AgendaItemRequest("a", 0));
        var item = await added.ReadContractAsync<AgendaItem>();
        using var begun = await cluster.Admin.CreateAsync(
            3, TusClient.Metadata(("meeting_id", meeting.Id), ("path", "a.bin"), ("agenda_item_id", item.Id)));
        Assert.Equal(HttpStatusCode.Created, begun.StatusCode);
        using var deleted = await cluster.Admin.DeleteAsync($"{Routes.Agenda(meeting.Id)}/{item.Id}");

        using var response = await cluster.Admin.PatchAsync(begun.Headers.Location!.ToString(), 0, [1, 2, 3]);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        var file = Assert.Single((await cluster.Admin.MeetingAsync(meeting.Id)).Files);
        Assert.Equal(("a.bin", null), (file.Path, file.AgendaItemId));
    }

    [Fact]
    public async Task Upload_KeepsItsBytes_WhenTheDiskRunsFull()
    {
        await using var cluster = await TestCluster.StartAsync(nodes: 0);
        var meeting = await cluster.Admin.CreateMeetingAsync();
        var bytes = HttpExtensions.Bytes(40 << 20);
        var url = await cluster.Admin.BeginAsync(meeting.Id, "a.bin", bytes.Length);
        cluster.ApiDisk.IsFull = true;
        using (var patch = await BrokenPatch.StartAsync(cluster.Api.Url, url, 0, bytes, bytes.Length))
        {
            Assert.Equal(507, await patch.StatusAsync());
        }

        cluster.ApiDisk.IsFull = false;
        var offset = (int)await cluster.Admin.OffsetAsync(url);
        Assert.InRange(offset, 32 << 20, bytes.Length - 1);
        using var rest = await cluster.Admin.PatchAsync(url, offset, bytes[offset..]);
        Assert.Equal(HttpStatusCode.NoContent, rest.StatusCode);
        Assert.Equal(HttpExtensions.Sha256(bytes), Assert.Single((await cluster.Admin.MeetingAsync(meeting.Id)).Files).Sha256);
    }

    [Fact]
    public async Task Upload_Succeeds_WhenTheMeetingHasTheFile_AndOnlyItsRecordCannotBeWritten()
    {
        await using var cluster = await TestCluster.StartAsync(nodes: 0);
        var meeting = await cluster.Admin.CreateMeetingAsync();
        var url = await cluster.Admin.BeginAsync(meeting.Id, "a.bin", 3);
        // In the way of the record, as a full disk is, and as root notices too.
        var obstacle = Directory.CreateDirectory(Path.Combine(cluster.UploadFolder, "incoming", $"{url[(url.LastIndexOf('/') + 1)..]}.json.new"));

        using (var patch = await cluster.Admin.PatchAsync(url, 0, [1, 2, 3]))
        {
            Assert.Equal(HttpStatusCode.NoContent, patch.StatusCode);
        }

        Assert.Equal([1, 2, 3], await cluster.Admin.GetByteArrayAsync(Routes.MeetingFile(meeting.Id, "a.bin")));
        obstacle.Delete();

        // A client that has not heard the answer asks, and is told the same.
        Assert.Equal(3, await cluster.Admin.OffsetAsync(url));
        Assert.Single((await cluster.Admin.MeetingAsync(meeting.Id)).Files);
        Assert.Empty(Directory.GetFiles(Path.Combine(cluster.UploadFolder, "incoming"), "*.bytes"));
    }

    [Fact]
    public async Task Upload_IsTakenInLater_WhenThePoolIsWellAgain()
    {
        await using var cluster = await OriginCluster.StartAsync(servers: 2);
        var meeting = await cluster.Admin.CreateMeetingAsync();
        var bytes = HttpExtensions.Bytes(500_000);
        var url = await cluster.Admin.BeginAsync(meeting.Id, "a.bin", bytes.Length);
        SetFault((context, next) =>
        {
            if (context.Request.Method != "PUT")
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        });
        using (var busy = await cluster.Admin.PatchAsync(url, 0, bytes))
        {
            Assert.NotNull(busy.Headers.RetryAfter);
            Assert.Equal(bytes.Length, busy.Offset());
            await ProblemAssert.IsAsync(busy, 503);
        }

        Assert.Empty((await cluster.Admin.MeetingAsync(meeting.Id)).Files);
        SetFault(null);
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                using var again = await cluster.Admin.PatchAsync(url, bytes.Length, []);
                return again.StatusCode == HttpStatusCode.NoContent;
            },
            TestCluster.Patience,
            "the upload is taken in");
        Assert.Equal(bytes, await cluster.Admin.GetByteArrayAsync(Routes.MeetingFile(meeting.Id, "a.bin")));
        Assert.Empty(Directory.GetFiles(Path.Combine(cluster.Cluster.UploadFolder, "tmp")));

        void SetFault(Func<HttpContext, RequestDelegate, Task>? fault)
        {
            foreach (var server in cluster.Servers)
            {
                server.Fault = fault;
            }
        }
    }
}
