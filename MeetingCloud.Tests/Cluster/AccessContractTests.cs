using System.Net;
using System.Net.Http.Headers;
using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Cluster;

/// <summary>Who may do what, as the contract has it.</summary>
public sealed class AccessContractTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await TestCluster.StartAsync(nodes: 0);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Theory]
    [InlineData("GET", "/api/v1/meetings")]
    [InlineData("POST", "/api/v1/meetings")]
    [InlineData("PUT", "/api/v1/meetings/x/files/y")]
    [InlineData("GET", "/api/v1/nodes")]
    [InlineData("DELETE", "/api/v1/nodes/x")]
    [InlineData("GET", "/api/v1/meetings/active")]
    [InlineData("GET", "/api/v1/sync/meetings/x?node_id=y")]
    [InlineData("GET", "/api/v1/sync/events")]
    [InlineData("POST", "/api/v1/nodes/register")]
    [InlineData("POST", "/api/v1/nodes/x/heartbeat")]
    [InlineData("GET", "/api/v1/blobs/x")]
    public async Task Call_NeedsItsKey(string method, string path)
    {
        var admin = path.StartsWith("/api/v1/meetings", StringComparison.Ordinal) && !path.EndsWith("active", StringComparison.Ordinal)
            || path is "/api/v1/nodes" or "/api/v1/nodes/x";
        foreach (var client in new[] { _cluster.Attendee, admin ? _cluster.Node : _cluster.Admin })
        {
            using var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
            Assert.Contains("Bearer", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
            await ProblemAssert.IsAsync(response, 401);
        }

        // A key in the query is no credential, whatever the requirement's own sketch did.
        await ProblemAssert.IsAsync(
            await _cluster.Attendee.SendAsync(new HttpRequestMessage(
                new HttpMethod(method), $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}api_key={TestCluster.NodeKey}")),
            401);
    }

    [Fact]
    public async Task Attendee_SeesActiveMeetingsAlone()
    {
        var draft = await _cluster.Admin.CreateMeetingAsync(status: MeetingStatus.Draft);
        var closed = await _cluster.Admin.CreateMeetingAsync(status: MeetingStatus.Closed);
        foreach (var (meeting, status) in new[] { (draft, 404), (closed, 403) })
        {
            await ProblemAssert.IsAsync(await _cluster.Attendee.GetAsync(Routes.MeetingData(meeting.Id)), status);
            await ProblemAssert.IsAsync(await _cluster.Attendee.GetAsync(Routes.Package(meeting.Id)), status);
            Assert.Equal(meeting.Id, (await _cluster.Admin.GetContractAsync<MeetingData>(Routes.MeetingData(meeting.Id))).Id);
        }
    }

    [Fact]
    public async Task AccessCode_OpensTheMeeting_AndGuessingIsSlow()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync(accessCode: "4711");
        // At one instance: each counts for itself.
        using var attendee = _cluster.NewAttendee(_cluster.Api.Instances[0].Url);
        var data = Routes.MeetingData(meeting.Id);
        await ProblemAssert.IsAsync(await attendee.GetAsync(data), 401);
        using (var header = new HttpRequestMessage(HttpMethod.Get, data) { Headers = { { ContractHeaders.AccessCode, "4711" } } })
        {
            Assert.Equal(HttpStatusCode.OK, (await attendee.SendAsync(header)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, (await attendee.GetAsync($"{data}?code=4711")).StatusCode);
        for (var i = 0; i < 10; i++)
        {
            await ProblemAssert.IsAsync(await attendee.GetAsync($"{data}?code=000{i}"), 401);
        }

        using var limited = await attendee.GetAsync($"{data}?code=4711");
        Assert.True(limited.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        await ProblemAssert.IsAsync(limited, 429);
    }

    [Theory]
    [InlineData("4711", true)]
    [InlineData("4711", false)]
    [InlineData("会 &=#+%", false)]
    public async Task Links_AreFollowedAsTheyAre_ByWhoeverHasShownTheCode(string code, bool inHeader)
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync(accessCode: code);
        await _cluster.Admin.UploadAsync(meeting.Id, "papers/a b.txt", [1, 2, 3]);
        var path = Routes.MeetingData(meeting.Id);
        using var request = new HttpRequestMessage(HttpMethod.Get, inHeader ? path : $"{path}?code={Uri.EscapeDataString(code)}");
        if (inHeader)
        {
            request.Headers.Add(ContractHeaders.AccessCode, code);
        }

        using var response = await _cluster.Attendee.SendAsync(request);
        var data = await response.ReadContractAsync<MeetingData>();
        using var package = await _cluster.Attendee.GetAsync(data.DownloadUrl);
        Assert.Equal(HttpStatusCode.OK, package.StatusCode);
        Assert.Equal(data.Package.Size, (await package.Content.ReadAsByteArrayAsync()).Length);
        Assert.Equal([1, 2, 3], await _cluster.Attendee.GetByteArrayAsync(data.Files.Single().Url));
    }

    [Fact]
    public async Task Links_HaveNoCode_ForAdmins()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync(accessCode: "4711");
        await _cluster.Admin.UploadAsync(meeting.Id, "a.txt", [1]);
        var data = await _cluster.Admin.GetContractAsync<MeetingData>($"{Routes.MeetingData(meeting.Id)}?code=4711");
        Assert.DoesNotContain(data.Files.Select(f => f.Url).Append(data.DownloadUrl), link => link.Contains("code=", StringComparison.Ordinal));
        Assert.Equal("4711", data.AccessCode);
    }

    [Fact]
    public async Task Paper_OpensInTheBrowser_OnlyWhenNothingInItCanRun()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        foreach (var (name, disposition) in new[]
        {
            ("a.pdf", "inline"), ("b.png", "inline"), ("c.mp3", "inline"), ("d.txt", "inline"),
            ("e.html", "attachment"), ("f.svg", "attachment"), ("g.docx", "attachment"),
        })
        {
            await _cluster.Admin.UploadAsync(meeting.Id, name, [1, 2, 3]);
            using var response = await _cluster.Attendee.GetAsync(Routes.MeetingFile(meeting.Id, name));
            Assert.Equal(disposition, response.Content.Headers.ContentDisposition!.DispositionType);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal([1, 2, 3], await response.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task Text_SaysWhetherItIsUtf8_WhicheverPartIsAskedFor()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        await _cluster.Admin.UploadAsync(meeting.Id, "utf8.txt", "议程 — agenda"u8.ToArray());
        // 议程 in GBK.
        await _cluster.Admin.UploadAsync(meeting.Id, "gbk.txt", [0xD2, 0xE9, 0xB3, 0xCC]);
        foreach (var (name, charset) in new[] { ("utf8.txt", "utf-8"), ("gbk.txt", null) })
        {
            foreach (var (method, range, status) in new[]
            {
                (HttpMethod.Get, (RangeHeaderValue?)null, HttpStatusCode.OK),
                (HttpMethod.Head, null, HttpStatusCode.OK),
                (HttpMethod.Get, new RangeHeaderValue(1, 2), HttpStatusCode.PartialContent),
            })
            {
                using var request = new HttpRequestMessage(method, Routes.MeetingFile(meeting.Id, name)) { Headers = { Range = range } };
                using var response = await _cluster.Attendee.SendAsync(request);
                Assert.Equal(status, response.StatusCode);
                Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
                Assert.Equal(charset, response.Content.Headers.ContentType.CharSet);
            }
        }
    }
}
