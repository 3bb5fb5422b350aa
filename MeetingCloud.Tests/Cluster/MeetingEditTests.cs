using System.Net;
using System.Net.Http.Headers;
using System.Text;
using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Cluster;

/// <summary>What an editor does to a meeting's agenda and files beyond adding to them.</summary>
public sealed class MeetingEditTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;
    private Meeting _meeting = null!;

    private HttpClient Admin => _cluster.Admin;

    public async Task InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(nodes: 0);
        _meeting = await Admin.CreateMeetingAsync();
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Agenda_IsPutInOrder_InOneChange()
    {
        var ids = new List<string>();
        foreach (var title in new[] { "a", "b", "c" })
        {
            ids.Add((await AddItemAsync(title)).Id);
        }

        using var response = await Admin.PutContractAsync(Routes.Agenda(_meeting.Id), new AgendaOrderRequest([ids[2], ids[0], ids[1]]), "\"4\"");
        var order = await response.ReadContractAsync<AgendaOrder>();
        Assert.Equal(["c", "a", "b"], order.Items.Select(i => i.Title));
        Assert.Equal([0, 1, 2], order.Items.Select(i => i.Position));
        Assert.Equal(5, order.Version);
        Assert.Equal("5", response.Headers.GetValues(ContractHeaders.MeetingVersion).Single());
        Assert.Equal(["c", "a", "b"], (await MeetingAsync()).AgendaItems.Select(i => i.Title));

        using var again = await Admin.PutContractAsync(Routes.Agenda(_meeting.Id), new AgendaOrderRequest([ids[2], ids[0], ids[1]]));
        Assert.Equal(5, (await again.ReadContractAsync<AgendaOrder>()).Version);
        await ProblemAssert.IsAsync(
            await Admin.PutContractAsync(Routes.Agenda(_meeting.Id), new AgendaOrderRequest(ids), "\"4\""), 412);
        foreach (var wrong in new List<string>?[] { null, [], [ids[0], ids[1]], [ids[0], ids[0], ids[1]], [.. ids, "more"], [ids[0], ids[1], "other"] })
        {
            await ProblemAssert.IsAsync(await Admin.PutContractAsync(Routes.Agenda(_meeting.Id), new AgendaOrderRequest(wrong)), 422);
        }

        Assert.Equal(5, (await MeetingAsync()).Version);
    }

    [Fact]
    public async Task AgendaItem_IsWhereItsLocationSays()
    {
        using var created = await Admin.PostContractAsync(Routes.Agenda(_meeting.Id), new AgendaItemRequest("a", 3, "Ann", 20));
        var item = await created.ReadContractAsync<AgendaItem>();
        using var found = await Admin.GetAsync(created.Headers.Location);
        Assert.Equal(item, await found.ReadContractAsync<AgendaItem>());
        Assert.Equal("2", found.Headers.GetValues(ContractHeaders.MeetingVersion).Single());

        await ProblemAssert.IsAsync(await _cluster.Attendee.GetAsync(created.Headers.Location), 401);
        await ProblemAssert.IsAsync(await Admin.GetAsync($"{Routes.Agenda(_meeting.Id)}/nobody"), 404);
        await ProblemAssert.IsAsync(await Admin.GetAsync($"{Routes.Agenda((await Admin.CreateMeetingAsync()).Id)}/{item.Id}"), 404);
        await ProblemAssert.IsAsync(await Admin.GetAsync($"{Routes.Agenda("nobody")}/{item.Id}"), 404);
    }

    [Fact]
    public async Task AgendaItem_IsNotChanged_WhenIfMatchIsStale()
    {
        var item = await AddItemAsync("a");
        var path = $"{Routes.Agenda(_meeting.Id)}/{item.Id}";
        await ProblemAssert.IsAsync(await Admin.PutContractAsync(path, new AgendaItemRequest("b", 0), "\"1\""), 412);
        await ProblemAssert.IsAsync(await SendAsync(HttpMethod.Delete, path, "\"1\""), 412);
        using var changed = await Admin.PutContractAsync(path, new AgendaItemRequest("b", 0), "\"2\"");
        Assert.Equal("b", (await changed.ReadContractAsync<AgendaItem>()).Title);
        Assert.Equal("3", changed.Headers.GetValues(ContractHeaders.MeetingVersion).Single());
    }

    [Fact]
    public async Task File_MovesWithItsBytes_ToAnotherItemAndPath()
    {
        var item = await AddItemAsync("a");
        var file = await Admin.UploadAsync(_meeting.Id, "draft.pdf", HttpExtensions.Bytes(1000));

        using var placed = await PatchAsync("draft.pdf", $$"""{"agenda_item_id":"{{item.Id}}"}""");
        Assert.Equal(item.Id, (await placed.ReadContractAsync<MeetingFile>()).AgendaItemId);
        Assert.Equal("4", placed.Headers.GetValues(ContractHeaders.MeetingVersion).Single());

        using var renamed = await PatchAsync("draft.pdf", """{"path":"papers/最终 final.pdf"}""");
        Assert.Equal(file with { Path = "papers/最终 final.pdf", AgendaItemId = item.Id }, await renamed.ReadContractAsync<MeetingFile>());
        Assert.Equal(HttpExtensions.Bytes(1000), await Admin.GetByteArrayAsync(Routes.MeetingFile(_meeting.Id, "papers/最终 final.pdf")));
        await ProblemAssert.IsAsync(await Admin.GetAsync(Routes.MeetingFile(_meeting.Id, "draft.pdf")), 404);

        // By case alone, and into a folder of its own name.
        using var cased = await PatchAsync("papers/最终 final.pdf", """{"path":"Papers"}""");
        using var folder = await PatchAsync("Papers", """{"path":"papers/x.pdf","agenda_item_id":null}""");
        Assert.Equal(file with { Path = "papers/x.pdf" }, await folder.ReadContractAsync<MeetingFile>());

        using var same = await PatchAsync("papers/x.pdf", "{}");
        Assert.Equal("7", same.Headers.GetValues(ContractHeaders.MeetingVersion).Single());
    }

    [Fact]
    public async Task File_StaysWhereItIs_WhenItCannotMove()
    {
        await Admin.UploadAsync(_meeting.Id, "a.pdf", [1]);
        await Admin.UploadAsync(_meeting.Id, "b/c.pdf", [2]);
        await ProblemAssert.IsAsync(await PatchAsync("a.pdf", """{"path":"b/c.pdf"}"""), 409);
        await ProblemAssert.IsAsync(await PatchAsync("a.pdf", """{"path":"B/C.pdf"}"""), 409);
        await ProblemAssert.IsAsync(await PatchAsync("a.pdf", """{"path":"b"}"""), 409);
        await ProblemAssert.IsAsync(await PatchAsync("a.pdf", """{"path":"../x"}"""), 422);
        await ProblemAssert.IsAsync(await PatchAsync("a.pdf", """{"agenda_item_id":"nobody"}"""), 422);
        await ProblemAssert.IsAsync(await PatchAsync("a.pdf", """{"agenda_item_id":5}"""), 422);
        await ProblemAssert.IsAsync(await PatchAsync("gone.pdf", """{"path":"x"}"""), 404);
        await ProblemAssert.IsAsync(await PatchAsync("a.pdf", """{"path":"x"}""", "\"2\""), 412);
        Assert.Equal(["a.pdf", "b/c.pdf"], (await MeetingAsync()).Files.Select(f => f.Path));
        Assert.Equal(3, (await MeetingAsync()).Version);
    }

    [Fact]
    public async Task File_IsReplacedOrRemoved_OnlyWhereIfMatchHolds()
    {
        var file = await Admin.UploadAsync(_meeting.Id, "a.pdf", [1]);
        var path = Routes.MeetingFile(_meeting.Id, "a.pdf");
        foreach (var stale in new[] { "\"1\"", $"\"{new string('0', 64)}\"", "\"nonsense\"" })
        {
            await ProblemAssert.IsAsync(await SendAsync(HttpMethod.Put, path, stale, [2]), 412);
            await ProblemAssert.IsAsync(await SendAsync(HttpMethod.Delete, path, stale), 412);
        }

        await ProblemAssert.IsAsync(await SendAsync(HttpMethod.Put, Routes.MeetingFile(_meeting.Id, "new.pdf"), "*", [2]), 412);
        Assert.Equal([1], await Admin.GetByteArrayAsync(path));

        // The entity tag that GET gives, or the meeting's version.
        using var replaced = await SendAsync(HttpMethod.Put, path, $"\"{file.Sha256}\"", [2]);
        Assert.Equal(HttpStatusCode.OK, replaced.StatusCode);
        Assert.Equal("3", replaced.Headers.GetValues(ContractHeaders.MeetingVersion).Single());
        using var removed = await SendAsync(HttpMethod.Delete, path, "\"3\"");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
    }

    [Fact]
    public async Task File_IsMadeByOneAlone_WhenAllAskThatThereBeNone()
    {
        var path = Routes.MeetingFile(_meeting.Id, "a.pdf");
        var statuses = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            using var response = await SendAsync(HttpMethod.Put, path, ifMatch: null, [(byte)i], ifNoneMatch: "*");
            return response.StatusCode;
        }));
        Assert.Single(statuses, HttpStatusCode.Created);
        Assert.Equal(7, statuses.Count(status => status == HttpStatusCode.PreconditionFailed));
        Assert.Equal(2, (await MeetingAsync()).Version);

        // Those that are not to be replaced by their name.
        var file = (await MeetingAsync()).Files.Single();
        await ProblemAssert.IsAsync(await SendAsync(HttpMethod.Put, path, null, [9], ifNoneMatch: $"W/\"{file.Sha256}\""), 412);
        using var other = await SendAsync(HttpMethod.Put, path, null, [9], ifNoneMatch: $"\"{new string('0', 64)}\"");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Theory]
    [InlineData("file", "\"1\", \"2\"", 204)]
    [InlineData("meeting", "\"1\", \"2\"", 204)]
    [InlineData("file", "\"2\",\"nonsense\"", 204)]
    [InlineData("meeting", "\"2\",\"nonsense\"", 204)]
    [InlineData("file", "*", 204)]
    [InlineData("meeting", "*", 204)]
    [InlineData("file", "\"1\", \"3\"", 412)]
    [InlineData("meeting", "\"1\", \"3\"", 412)]
    [InlineData("file", "W/\"2\"", 412)]
    [InlineData("meeting", "W/\"2\"", 412)]
    [InlineData("file", "2", 400)]
    [InlineData("meeting", "2", 400)]
    [InlineData("file", "\"1\", 2", 400)]
    [InlineData("meeting", "\"1\", 2", 400)]
    public async Task IfMatch_Holds_WhereOneOfItsTagsDoes(string deleted, string ifMatch, int status)
    {
        await Admin.UploadAsync(_meeting.Id, "a.pdf", [1]);
        using var response = await SendAsync(HttpMethod.Delete, deleted == "file" ? Routes.MeetingFile(_meeting.Id, "a.pdf") : $"{Routes.Meetings}/{_meeting.Id}", ifMatch);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Meeting_IsDeleted_OnlyWhereIfMatchHolds()
    {
        // Somebody adds a paper after the page that deletes was read.
        await Admin.UploadAsync(_meeting.Id, "a.pdf", [1]);
        var path = $"{Routes.Meetings}/{_meeting.Id}";
        foreach (var stale in new[] { "\"1\"", "\"nonsense\"" })
        {
            await ProblemAssert.IsAsync(await SendAsync(HttpMethod.Delete, path, stale), 412);
        }

        Assert.Equal(["a.pdf"], (await MeetingAsync()).Files.Select(f => f.Path));
        using var deleted = await SendAsync(HttpMethod.Delete, path, "\"2\"");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await ProblemAssert.IsAsync(await Admin.GetAsync(path), 404);
    }

    private Task<Meeting> MeetingAsync() => Admin.GetContractAsync<Meeting>($"{Routes.Meetings}/{_meeting.Id}");

    private async Task<AgendaItem> AddItemAsync(string title)
    {
        using var response = await Admin.PostContractAsync(Routes.Agenda(_meeting.Id), new AgendaItemRequest(title, 0));
        return await response.ReadContractAsync<AgendaItem>();
    }

    private Task<HttpResponseMessage> PatchAsync(string path, string json, string? ifMatch = null) => SendAsync(
        HttpMethod.Patch, Routes.MeetingFile(_meeting.Id, path), ifMatch, Encoding.UTF8.GetBytes(json), "application/merge-patch+json");

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? ifMatch, byte[]? body = null, string type = "application/pdf", string? ifNoneMatch = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (ifNoneMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        }

        return await Admin.SendAsync(request);
    }
}
