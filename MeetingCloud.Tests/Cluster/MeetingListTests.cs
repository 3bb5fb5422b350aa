using System.Net;
using System.Net.Http.Headers;
using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Cluster;

/// <summary>The list of meetings as an editor that polls sees it.</summary>
public sealed class MeetingListTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    private HttpClient Admin => _cluster.Admin;

    public async Task InitializeAsync() => _cluster = await TestCluster.StartAsync(nodes: 0);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task List_IsNotSentAgain_UntilAMeetingChanges()
    {
        var tag = await NewTagAsync(known: null);
        Assert.True(tag.IsWeak);
        await IsUnchangedAsync(tag);

        var meeting = await Admin.CreateMeetingAsync();
        tag = await NewTagAsync(tag);
        await Admin.UploadAsync(meeting.Id, "a.txt", [1]);
        tag = await NewTagAsync(tag);
        using (var item = await Admin.PostContractAsync(Routes.Agenda(meeting.Id), new AgendaItemRequest("Item", 0)))
        {
            tag = await NewTagAsync(tag);
        }

        // The same count, and the same sum of versions, as before.
        var other = await Admin.CreateMeetingAsync();
        tag = await NewTagAsync(tag);
        await Admin.DeleteAsync($"{Routes.Meetings}/{other.Id}");
        await Admin.CreateMeetingAsync();
        tag = await NewTagAsync(tag);
        await Admin.DeleteAsync($"{Routes.Meetings}/{meeting.Id}");
        tag = await NewTagAsync(tag);
        await IsUnchangedAsync(tag);
    }

    [Theory]
    [InlineData("", "b", "C", "a")]
    [InlineData("?sort=-time", "b", "C", "a")]
    [InlineData("?sort=time", "a", "C", "b")]
    [InlineData("?sort=title", "a", "b", "C")]
    [InlineData("?sort=-title", "C", "b", "a")]
    [InlineData("?sort=updated_at", "b", "C", "a")]
    [InlineData("?sort=-updated_at", "a", "C", "b")]
    [InlineData("?upcoming=true", "b")]
    [InlineData("?upcoming=false&sort=time", "a", "C")]
    [InlineData("?sort=title&page_size=2&page=2", "C")]
    public async Task List_IsSortedAndFiltered_AsAskedFor(string query, params string[] titles)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        var a = await CreateAsync("a", now.AddDays(-2));
        await CreateAsync("b", now.AddDays(1));
        var c = await CreateAsync("C", now.AddDays(-1));
        await Admin.UploadAsync(c.Id, "1.txt", [1]);
        await Admin.UploadAsync(a.Id, "1.txt", [1, 2]);
        await Admin.UploadAsync(a.Id, "2.txt", [3]);

        var page = await Admin.GetContractAsync<Page<MeetingSummary>>(Routes.Meetings + query);

        Assert.Equal(titles, page.Items.Select(m => m.Title));
        var expected = new Dictionary<string, (int, long)>(StringComparer.Ordinal) { ["a"] = (2, 3), ["b"] = (0, 0), ["C"] = (1, 1) };
        Assert.All(page.Items, m => Assert.Equal(expected[m.Title], (m.FileCount, m.FileBytes)));
    }

    [Theory]
    [InlineData("sort=size")]
    [InlineData("upcoming=soon")]
    [InlineData("status=5")]
    public async Task List_IsRefused_WhenItsQueryIsWrong(string query) =>
        await ProblemAssert.IsAsync(await Admin.GetAsync($"{Routes.Meetings}?{query}"), 422);

    private async Task<Meeting> CreateAsync(string title, DateTimeOffset time)
    {
        using var response = await Admin.PostContractAsync(Routes.Meetings, new MeetingRequest(title, time));
        return await response.ReadContractAsync<Meeting>();
    }

    private async Task<EntityTagHeaderValue> NewTagAsync(EntityTagHeaderValue? known)
    {
        using var response = await GetAsync(known);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response.Headers.ETag!;
    }

    private async Task IsUnchangedAsync(EntityTagHeaderValue tag)
    {
        using var response = await GetAsync(tag);
        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
        Assert.Equal(tag, response.Headers.ETag);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    private async Task<HttpResponseMessage> GetAsync(EntityTagHeaderValue? known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Routes.Meetings);
        if (known is not null)
        {
            request.Headers.IfNoneMatch.Add(known);
        }

        return await Admin.SendAsync(request);
    }
}
