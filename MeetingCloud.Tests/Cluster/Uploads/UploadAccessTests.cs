using System.Net;
using System.Net.Http.Headers;
using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Cluster.Uploads;

/// <summary>Who may upload: admins, and bearers of a ticket to one meeting; browsers from any page.</summary>
public sealed class UploadAccessTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;
    private Meeting _meeting = null!;

    public async Task InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(nodes: 0, ("BASE_URL", "https://meetings.example/"));
        _meeting = await _cluster.Admin.CreateMeetingAsync();
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Ticket_OpensItsMeetingAlone()
    {
        var other = await _cluster.Admin.CreateMeetingAsync();
        var foreign = await _cluster.Admin.BeginAsync(other.Id, "a.bin", 3);
        var ticket = await TicketAsync(_meeting.Id);
        Assert.Equal("https://meetings.example/api/v1/uploads", ticket.UploadUrl);
        using var browser = Bearer(ticket.Token);

        var url = await browser.BeginAsync(_meeting.Id, "a.bin", 3);
        using (var patched = await browser.PatchAsync(url, 0, [1, 2]))
        {
            Assert.Equal(2, patched.Offset());
        }

        Assert.Equal(2, await browser.OffsetAsync(url));
        // The ticket says which meeting it is: there is no need to repeat that.
        using (var implied = await browser.CreateAsync(1, TusClient.Metadata(("path", "b.bin")), [1]))
        {
            Assert.Equal(HttpStatusCode.Created, implied.StatusCode);
        }

        await ProblemAssert.IsAsync(await browser.CreateAsync(1, TusClient.Metadata(("meeting_id", other.Id), ("path", "b.bin"))), 403);
        await ProblemAssert.IsAsync(await browser.PatchAsync(foreign, 0, [1]), 403);
        await ProblemAssert.IsAsync(await browser.SendAsync(TusClient.Request(HttpMethod.Delete, foreign)), 403);
        await ProblemAssert.IsAsync(await browser.GetAsync($"{Routes.Meetings}/{_meeting.Id}"), 401);
        await ProblemAssert.IsAsync(await browser.PostContractAsync(Routes.UploadTickets, new UploadTicketRequest(other.Id)), 401);
        using var ended = await browser.SendAsync(TusClient.Request(HttpMethod.Delete, url));
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
    }

    [Fact]
    public async Task Caller_IsRefused_WithoutACredentialOfThisControlPlane()
    {
        var url = await _cluster.Admin.BeginAsync(_meeting.Id, "a.bin", 3);
        var token = (await TicketAsync(_meeting.Id)).Token.Split('.');
        string[] forged =
        [
            "", "x", TestCluster.NodeKey,
            $"{token[0]}.{long.Parse(token[1]) + 1}.{token[2]}", $"other.{token[1]}.{token[2]}", $"{token[0]}.{token[1]}.", $"{token[0]}.{token[1]}.{new string('A', 43)}",
        ];
        foreach (var credential in forged)
        {
            using var client = Bearer(credential);
            await ProblemAssert.IsAsync(await client.CreateAsync(1, TusClient.Metadata(("meeting_id", _meeting.Id), ("path", "b.bin"))), 401);
            await ProblemAssert.IsAsync(await client.PatchAsync(url, 0, [1]), 401);
        }

        Assert.Equal(0, await _cluster.Admin.OffsetAsync(url));
    }

    [Fact]
    public async Task Ticket_IsForMeetingsThatAre()
    {
        await ProblemAssert.IsAsync(await _cluster.Admin.PostContractAsync(Routes.UploadTickets, new UploadTicketRequest("nobody")), 404);
        await ProblemAssert.IsAsync(await _cluster.Admin.PostContractAsync(Routes.UploadTickets, new UploadTicketRequest(null)), 422);
    }

    [Fact]
    public async Task Browser_MayUploadFromAnyPage_AndReadWhyItFailed()
    {
        var preflight = new HttpRequestMessage(HttpMethod.Options, Routes.Uploads + "/x");
        preflight.Headers.Add("Origin", "https://desk.example");
        preflight.Headers.Add("Access-Control-Request-Method", "PATCH");
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization,tus-resumable,upload-offset,content-type");
        using var allowed = await _cluster.Attendee.SendAsync(preflight);
        Assert.Equal(HttpStatusCode.NoContent, allowed.StatusCode);
        Assert.Equal("*", allowed.Header("Access-Control-Allow-Origin"));
        Assert.Contains("PATCH", allowed.Header("Access-Control-Allow-Methods"), StringComparison.Ordinal);
        Assert.Contains("authorization", allowed.Header("Access-Control-Allow-Headers"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("7200", allowed.Header("Access-Control-Max-Age"));
        Assert.Null(allowed.Header("Access-Control-Allow-Credentials"));

        var refused = await _cluster.Admin.PatchAsync(Routes.Uploads + "/x", 0, [1], ("Origin", "https://desk.example"));
        Assert.Equal("*", refused.Header("Access-Control-Allow-Origin"));
        var exposed = refused.Header("Access-Control-Expose-Headers")!;
        Assert.All(
            new[] { "Location", TusHeaders.Offset, TusHeaders.Length, TusHeaders.Expires, "Retry-After" },
            name => Assert.Contains(name, exposed, StringComparison.Ordinal));
        await ProblemAssert.IsAsync(refused, 404);
    }

    [Fact]
    public async Task Browser_IsNotLetInElsewhere()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Routes.Meetings);
        request.Headers.Add("Origin", "https://desk.example");
        using var response = await _cluster.Admin.SendAsync(request);
        Assert.Null(response.Header("Access-Control-Allow-Origin"));
    }

    private async Task<UploadTicket> TicketAsync(string meetingId)
    {
        using var response = await _cluster.Admin.PostContractAsync(Routes.UploadTickets, new UploadTicketRequest(meetingId));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return await response.ReadContractAsync<UploadTicket>();
    }

    private HttpClient Bearer(string token)
    {
        var client = new HttpClient { BaseAddress = new Uri(_cluster.Api.Url) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
