using System.Net;
using System.Text;
using System.Text.Json;
using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Cluster;

/// <summary>Meetings and their agenda over HTTP, as the contract has them.</summary>
public sealed class MeetingsContractTests : IAsyncLifetime
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
        await ProblemAssert.IsAsync(await _cluster.Admin.GetAsync($"{Routes.Meetings}/{meeting.Id}"), 404);
    }

    [Fact]
    public async Task Change_IsRefused_WhenItsVersionIsStale()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        var change = new MeetingRequest("Other", meeting.Time);
        await ProblemAssert.IsAsync(await _cluster.Admin.PutContractAsync($"{Routes.Meetings}/{meeting.Id}", change, "\"7\""), 412);
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
    [InlineData("{\"title\":\"x\",\"time\":\"2026-01-01T00:00:00Z\",\"status\":1}", "application/json", 422)]
    [InlineData("{\"title\":\"x\",\"time\":\"2026-01-01T00:00:00Z\",\"status\":7}", "application/json", 422)]
    [InlineData("{\"title\":\"x\",\"time\":\"2026-01-01T00:00:00Z\",\"status\":\"7\"}", "application/json", 422)]
    [InlineData("{\"title\":\"x\",\"time\":\"2026-01-01T00:00:00Z\",\"status\":\"active,closed\"}", "application/json", 422)]
    [InlineData("{\"title\":\"x\",\"time\":\"2026-01-01T00:00:00Z\",\"access_code\":\"1\"}", "application/json", 422)]
    public async Task Meeting_IsRefused_WithTheStatusOfTheContract(string body, string type, int status)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        await ProblemAssert.IsAsync(await _cluster.Admin.PostAsync(Routes.Meetings, content), status);
        Assert.Equal(0, (await _cluster.Admin.GetContractAsync<Page<MeetingSummary>>(Routes.Meetings)).Total);
    }

    [Fact]
    public async Task Meeting_IsRefused_WhenTheBodyIsHuge()
    {
        using var content = new StringContent($"{{\"title\":\"{new string('x', 2_000_000)}\"}}", Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, Routes.Meetings) { Content = content };
        // As a client does that wants to hear of it before it has sent all of it.
        request.Headers.ExpectContinue = true;
        await ProblemAssert.IsAsync(await _cluster.Admin.SendAsync(request), 413);
    }

    [Fact]
    public async Task Invalid_NamesEveryField()
    {
        using var response = await _cluster.Admin.PostContractAsync(Routes.Meetings, new MeetingRequest(null, null, AccessCode: "1"));
        var errors = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("errors");
        Assert.Equal(["access_code", "time", "title"], errors.EnumerateObject().Select(e => e.Name).Order());
    }

    [Fact]
    public async Task OpenApi_DescribesEveryCall()
    {
        using var document = JsonDocument.Parse(await _cluster.Attendee.GetStringAsync(Routes.OpenApi));
        var described = document.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}"))
            .ToHashSet(StringComparer.Ordinal);
        Assert.Subset(described, Calls().ToHashSet(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Calls()
    {
        const string meeting = "/api/v1/meetings/{id}";
        const string node = "/api/v1/nodes/{id}";
        const string migrations = "/api/admin/webdav/migrations";
        return
        [
            "POST /api/v1/meetings", "GET /api/v1/meetings", "GET /api/v1/meetings/active",
            .. On(meeting, "GET", "PUT", "DELETE"),
            .. On($"{meeting}/agenda", "POST", "PUT"),
            .. On($"{meeting}/agenda/{{itemId}}", "GET", "PUT", "DELETE"),
            .. On($"{meeting}/files/{{path}}", "GET", "HEAD", "PUT", "PATCH", "DELETE"),
            .. On($"{meeting}/data", "GET"),
            .. On($"{meeting}/download-package", "GET", "HEAD"),
            "GET /api/v1/sync/meetings/{id}", "GET /api/v1/sync/events",
            .. On("/api/v1/blobs/{sha256}", "GET", "HEAD"),
            "GET /api/v1/nodes", "POST /api/v1/nodes/register",
            .. On(node, "DELETE"),
            .. On($"{node}/heartbeat", "POST"),
            .. On($"{node}/state", "POST"),
            .. On($"{node}/events", "GET"),
            "GET /api/admin/webdav/status", "GET /api/admin/webdav/stats", "POST /api/admin/webdav/servers/{id}/toggle",
            .. On(migrations, "GET", "POST"),
            .. On($"{migrations}/{{id}}", "GET"),
            .. On($"{migrations}/{{id}}/cancel", "POST"),
            "GET /api/admin/history",
            .. new[] { "/api/v1/series", "/api/v1/albums", "/api/v1/tracks" }.SelectMany(media => On(media, "GET", "POST")
                .Concat(On($"{media}/{{id}}", "GET", "PUT", "DELETE"))
                .Concat(On($"{media}/{{id}}/artwork/{{slot}}", "GET", "HEAD", "PUT", "DELETE"))
                .Concat(On($"{media}/batch-delete", "POST"))
                .Concat(On($"{media}/batch-artwork", "POST", "PUT"))),
            .. On("/api/v1/tracks/{id}/audio", "PUT", "DELETE"),
            .. On("/api/v1/tracks/{id}/stream", "GET", "HEAD"),
            "POST /api/v1/uploads", "POST /api/v1/uploads/tickets",
            .. On("/api/v1/uploads/{id}", "HEAD", "PATCH", "DELETE"),
        ];

        static IEnumerable<string> On(string path, params string[] methods) => methods.Select(method => $"{method} {path}");
    }
}
