using System.Net;
using System.Text;
using System.Text.Json;
using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Cluster;

/// <summary>The control plane's contract, over HTTP, without nodes.</summary>
public sealed class ControlPlaneTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await TestCluster.StartAsync(nodes: 0);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Meeting_IsCreatedListedChangedAndDeleted()
    {
        using var created = await _cluster.Admin.PostContractAsync(
            Routes.Meetings, new MeetingRequest("  Board 会议 ", new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.FromHours(8)), "Welcome"));
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var meeting = await created.ReadContractAsync<Meeting>();
        Assert.Equal($"{Routes.Meetings}/{meeting.Id}", created.Headers.Location!.OriginalString);
        Assert.Equal("Board 会议", meeting.Title);
        Assert.Equal(MeetingStatus.Draft, meeting.Status);
        Assert.Equal(1, meeting.Version);
        Assert.Equal(7, Guid.Parse(meeting.Id).Version);

        var list = await _cluster.Admin.GetContractAsync<Page<MeetingSummary>>($"{Routes.Meetings}?status=draft&q=会议");
        Assert.Equal([meeting.Id], list.Items.Select(m => m.Id));
        Assert.Empty((await _cluster.Admin.GetContractAsync<Page<MeetingSummary>>($"{Routes.Meetings}?q=%25")).Items);

        using var changed = await _cluster.Admin.PutContractAsync(
            $"{Routes.Meetings}/{meeting.Id}", new MeetingRequest("Board", meeting.Time, Status: MeetingStatus.Active), "\"1\"");
        Assert.Equal("\"2\"", changed.Headers.ETag!.Tag);
        Assert.Equal(2, (await changed.ReadContractAsync<Meeting>()).Version);

        using var deleted = await _cluster.Admin.DeleteAsync($"{Routes.Meetings}/{meeting.Id}");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await AssertProblemAsync(await _cluster.Admin.GetAsync($"{Routes.Meetings}/{meeting.Id}"), 404);
    }

    [Fact]
    public async Task Change_IsRefused_WhenItsVersionIsStale()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        var change = new MeetingRequest("Other", meeting.Time);
        await AssertProblemAsync(await _cluster.Admin.PutContractAsync($"{Routes.Meetings}/{meeting.Id}", change, "\"7\""), 412);
        var now = await _cluster.Admin.GetContractAsync<Meeting>($"{Routes.Meetings}/{meeting.Id}");
        Assert.Equal(meeting.Title, now.Title);
        Assert.Equal(1, now.Version);
    }

    [Fact]
    public async Task EveryChange_AddsOneToTheVersion_EvenWhenManyComeAtOnce()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            using var response = await _cluster.Admin.PostContractAsync(
                $"{Routes.Meetings}/{meeting.Id}/agenda", new AgendaItemRequest($"Item {i}", i));
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        }));
        var now = await _cluster.Admin.GetContractAsync<Meeting>($"{Routes.Meetings}/{meeting.Id}");
        Assert.Equal(21, now.Version);
        Assert.Equal(Enumerable.Range(0, 20), now.AgendaItems.Select(a => a.Position));
    }

    [Fact]
    public async Task File_IsStoredOnce_AndReplaced()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        var path = Routes.MeetingFile(meeting.Id, "papers/议程 1.pdf");
        using var first = await _cluster.Admin.PutAsync(path, new ByteArrayContent(HttpExtensions.Bytes(1000)));
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        var file = await first.ReadContractAsync<MeetingFile>();
        Assert.Equal("papers/议程 1.pdf", file.Path);
        Assert.Equal("application/pdf", file.ContentType);
        Assert.Equal(HttpExtensions.Sha256(HttpExtensions.Bytes(1000)), file.Sha256);

        using var again = await _cluster.Admin.PutAsync(path, new ByteArrayContent(HttpExtensions.Bytes(1000)));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(2, (await MeetingAsync(meeting.Id)).Version);

        using var other = await _cluster.Admin.PutAsync(path, new ByteArrayContent(HttpExtensions.Bytes(500, seed: 2)));
        Assert.Equal(file.Id, (await other.ReadContractAsync<MeetingFile>()).Id);
        Assert.Equal(3, (await MeetingAsync(meeting.Id)).Version);

        using var removed = await _cluster.Admin.DeleteAsync(path);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Empty((await MeetingAsync(meeting.Id)).Files);
        await AssertProblemAsync(await _cluster.Admin.DeleteAsync(path), 404);
    }

    [Theory]
    [InlineData(null, "a.pdf", "application/pdf")]
    [InlineData("text/plain; charset=utf-8", "a.pdf", "text/plain")]
    [InlineData("image/png", "a", "image/png")]
    [InlineData("application/x-www-form-urlencoded", "a.pdf", "application/pdf")]
    [InlineData("application/octet-stream", "a.mp4", "video/mp4")]
    [InlineData("nonsense", "a.unknown", "application/octet-stream")]
    public async Task File_HasTheTypeThatItsSenderOrItsNameSays(string? sent, string path, string stored)
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        using var content = new ByteArrayContent([1]);
        if (sent is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", sent);
        }

        using var response = await _cluster.Admin.PutAsync(Routes.MeetingFile(meeting.Id, path), content);
        Assert.Equal(stored, (await response.ReadContractAsync<MeetingFile>()).ContentType);
    }

    [Fact]
    public async Task File_IsRefused_WhenTabletsCouldNotUnpackItBesideTheOthers()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        await _cluster.Admin.UploadAsync(meeting.Id, "a/b.txt", [1]);
        foreach (var path in new[] { "A/B.txt", "a", "a/b.txt/c" })
        {
            await AssertProblemAsync(await _cluster.Admin.PutAsync(Routes.MeetingFile(meeting.Id, path), new ByteArrayContent([2])), 409);
        }

        Assert.Single((await MeetingAsync(meeting.Id)).Files);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("%2e%2e/x")]
    [InlineData("a/%2E%2E/%2e%2e/x")]
    [InlineData("a%2Fb")]
    [InlineData("%EF%BC%8E%EF%BC%8E/x")]
    [InlineData("/etc/passwd")]
    [InlineData("nul.txt")]
    [InlineData("a%01b")]
    public async Task File_IsRefused_WhenItsPathIsATrick(string path)
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        var (status, body) = await SendRawAsync($"PUT {Routes.Meetings}/{meeting.Id}/files/{path}");
        Assert.Equal(422, status);
        Assert.Contains("\"path\"", body, StringComparison.Ordinal);
        Assert.Empty((await MeetingAsync(meeting.Id)).Files);
    }

    [Fact]
    public async Task Upload_LeavesNothing_WhenItBreaks()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        using (var client = new System.Net.Sockets.TcpClient())
        {
            var url = new Uri(_cluster.Api.Url);
            await client.ConnectAsync(url.Host, url.Port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"PUT {Routes.MeetingFile(meeting.Id, "x.bin")} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TestCluster.AdminKey}\r\nContent-Length: 1000000\r\n\r\n"));
            await client.GetStream().WriteAsync(HttpExtensions.Bytes(300_000));
            await Support.Eventually.BecomesTrueAsync(() => Temporaries() == 1, TestCluster.Patience, "the upload has begun");
        }

        await Support.Eventually.BecomesTrueAsync(() => Temporaries() == 0, TestCluster.Patience, "what it left is gone");
        Assert.Empty((await MeetingAsync(meeting.Id)).Files);

        int Temporaries()
        {
            var folder = Path.Combine(_cluster.UploadFolder, "tmp");
            return Directory.Exists(folder) ? Directory.GetFiles(folder).Length : 0;
        }
    }

    [Fact]
    public async Task Upload_IsRefused_WhileTheDiskIsFull_AndDownloadsGoOn()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        await _cluster.Admin.UploadAsync(meeting.Id, "a.txt", [1]);
        _cluster.ApiDisk.IsFull = true;
        await AssertProblemAsync(await _cluster.Admin.PutAsync(Routes.MeetingFile(meeting.Id, "b.txt"), new ByteArrayContent([2])), 507);
        Assert.Equal(["a.txt"], (await MeetingAsync(meeting.Id)).Files.Select(f => f.Path));
        Assert.Equal(HttpStatusCode.OK, (await _cluster.Attendee.GetAsync(Routes.Package(meeting.Id))).StatusCode);
        Assert.Contains("uploads are refused", await _cluster.Attendee.GetStringAsync("/health"), StringComparison.Ordinal);

        _cluster.ApiDisk.IsFull = false;
        await _cluster.Admin.UploadAsync(meeting.Id, "b.txt", [2]);
    }

    [Theory]
    [InlineData("{\"title\":", "application/json", 400)]
    [InlineData("not json", "application/json", 400)]
    [InlineData("{\"title\":\"x\",\"title\":\"y\"}", "application/json", 400)]
    [InlineData("{}", "text/plain", 415)]
    [InlineData("[]", "application/json", 422)]
    [InlineData("null", "application/json", 422)]
    [InlineData("{}", "application/json", 422)]
    [InlineData("{\"title\":5,\"time\":\"2026-01-01T00:00:00Z\"}", "application/json", 422)]
    [InlineData("{\"title\":\"x\",\"time\":\"2026-01-01T00:00:00\"}", "application/json", 422)]
    [InlineData("{\"title\":\"x\",\"time\":\"2026-01-01T00:00:00Z\",\"status\":\"gone\"}", "application/json", 422)]
    [InlineData("{\"title\":\"x\",\"time\":\"2026-01-01T00:00:00Z\",\"access_code\":\"1\"}", "application/json", 422)]
    public async Task Meeting_IsRefused_WithTheStatusOfTheContract(string body, string type, int status)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        await AssertProblemAsync(await _cluster.Admin.PostAsync(Routes.Meetings, content), status);
        Assert.Equal(0, (await _cluster.Admin.GetContractAsync<Page<MeetingSummary>>(Routes.Meetings)).Total);
    }

    [Fact]
    public async Task Meeting_IsRefused_WhenTheBodyIsHuge()
    {
        using var content = new StringContent($"{{\"title\":\"{new string('x', 2_000_000)}\"}}", Encoding.UTF8, "application/json");
        await AssertProblemAsync(await _cluster.Admin.PostAsync(Routes.Meetings, content), 413);
    }

    [Fact]
    public async Task Invalid_NamesEveryField()
    {
        using var response = await _cluster.Admin.PostContractAsync(Routes.Meetings, new MeetingRequest(null, null, AccessCode: "1"));
        var errors = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("errors");
        Assert.Equal(["access_code", "time", "title"], errors.EnumerateObject().Select(e => e.Name).Order());
    }

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
            await AssertProblemAsync(response, 401);
        }

        // A key in the query is no credential, whatever the requirement's own sketch did.
        await AssertProblemAsync(
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
            await AssertProblemAsync(await _cluster.Attendee.GetAsync(Routes.MeetingData(meeting.Id)), status);
            await AssertProblemAsync(await _cluster.Attendee.GetAsync(Routes.Package(meeting.Id)), status);
            Assert.Equal(meeting.Id, (await _cluster.Admin.GetContractAsync<MeetingData>(Routes.MeetingData(meeting.Id))).Id);
        }
    }

    [Fact]
    public async Task AccessCode_OpensTheMeeting_AndGuessingIsSlow()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync(accessCode: "4711");
        var data = Routes.MeetingData(meeting.Id);
        await AssertProblemAsync(await _cluster.Attendee.GetAsync(data), 401);
        using (var header = new HttpRequestMessage(HttpMethod.Get, data) { Headers = { { ContractHeaders.AccessCode, "4711" } } })
        {
            Assert.Equal(HttpStatusCode.OK, (await _cluster.Attendee.SendAsync(header)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, (await _cluster.Attendee.GetAsync($"{data}?code=4711")).StatusCode);
        for (var i = 0; i < 10; i++)
        {
            await AssertProblemAsync(await _cluster.Attendee.GetAsync($"{data}?code=000{i}"), 401);
        }

        using var limited = await _cluster.Attendee.GetAsync($"{data}?code=4711");
        Assert.True(limited.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        await AssertProblemAsync(limited, 429);
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
    public async Task Registration_IsRefused_WhenTheAddressIsForeign()
    {
        using var response = await _cluster.Node.PostContractAsync(
            Routes.RegisterNode, new RegisterNodeRequest("n", "203.0.113.9", 8001, null, 1, 1));
        await AssertProblemAsync(response, 403);
        Assert.Empty(await _cluster.ListNodesAsync());
        using var invalid = await _cluster.Node.PostContractAsync(
            Routes.RegisterNode, new RegisterNodeRequest("no spaces", "localhost", 0, "ftp://x", -1, -1));
        var body = await invalid.Content.ReadAsStringAsync();
        foreach (var field in new[] { "id", "ip", "port", "public_url", "storage_capacity", "storage_used" })
        {
            Assert.Contains($"\"{field}\"", body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Heartbeat_OfAnUnknownNode_IsAnswered404()
    {
        await AssertProblemAsync(await _cluster.Node.PostContractAsync(Routes.Heartbeat("ghost"), new HeartbeatRequest(1)), 404);
        await AssertProblemAsync(await _cluster.Node.GetAsync(Routes.Manifest("x", "ghost")), 403);
    }

    [Fact]
    public async Task Events_ReplayFromTheLastOneSeen()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        await _cluster.Admin.UploadAsync(meeting.Id, "a.txt", [1]);
        using var request = new HttpRequestMessage(HttpMethod.Get, Routes.SyncEvents) { Headers = { { "Last-Event-ID", "1" } } };
        using var response = await _cluster.Node.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var replayed = await NextAsync(reader);
        Assert.Equal(("2", new MeetingEvent(meeting.Id, 2, MeetingActions.Updated)), replayed);

        await _cluster.Admin.DeleteAsync($"{Routes.Meetings}/{meeting.Id}");
        Assert.Equal(("3", new MeetingEvent(meeting.Id, 3, MeetingActions.Deleted)), await NextAsync(reader));
    }

    [Fact]
    public async Task OpenApi_DescribesEveryCall()
    {
        var document = JsonDocument.Parse(await _cluster.Attendee.GetStringAsync(Routes.OpenApi));
        var paths = document.RootElement.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();
        foreach (var path in new[]
        {
            "/api/v1/meetings", "/api/v1/meetings/{id}", "/api/v1/meetings/{id}/agenda", "/api/v1/meetings/{id}/data",
            "/api/v1/meetings/{id}/download-package", "/api/v1/meetings/active", "/api/v1/sync/meetings/{id}", "/api/v1/sync/events",
            "/api/v1/blobs/{sha256}", "/api/v1/nodes", "/api/v1/nodes/register", "/api/v1/nodes/{id}/heartbeat", "/api/v1/nodes/{id}/state",
        })
        {
            Assert.Contains(path, paths);
        }
    }

    private Task<Meeting> MeetingAsync(string id) => _cluster.Admin.GetContractAsync<Meeting>($"{Routes.Meetings}/{id}");

    private static async Task AssertProblemAsync(HttpResponseMessage response, int status)
    {
        using (response)
        {
            var body = await response.Content.ReadAsStringAsync();
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            Assert.Equal(status, JsonDocument.Parse(body).RootElement.GetProperty("status").GetInt32());
            Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
        }
    }

    // HttpClient would resolve the dots before it sends them.
    private async Task<(int Status, string Body)> SendRawAsync(string requestLine)
    {
        var url = new Uri(_cluster.Api.Url);
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(url.Host, url.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"{requestLine} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {TestCluster.AdminKey}\r\nContent-Length: 1\r\n\r\nx"));
        using var reader = new StreamReader(client.GetStream());
        var answer = await reader.ReadToEndAsync();
        return (int.Parse(answer.Split(' ')[1]), answer);
    }

    private static async Task<(string Id, MeetingEvent Event)> NextAsync(StreamReader reader)
    {
        var id = "";
        while (await reader.ReadLineAsync().WaitAsync(TestCluster.Patience) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                id = line[4..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return (id, JsonSerializer.Deserialize(line[6..], ContractJson.Default.MeetingEvent)!);
            }
        }

        throw new EndOfStreamException("The event stream ended.");
    }
}
