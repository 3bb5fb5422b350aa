using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Aspire.Hosting.Testing;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.AppHost;

/// <summary>The main job through the AppHost's own addresses, keys and folders.</summary>
[Collection(AppHostGroup.Name)]
public sealed class PublishTests(RunningAppHost running)
{
    private static readonly TimeSpan ReplicationLimit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Meeting_IsDownloadedFromEveryNode_OnceItIsPublished()
    {
        using var admin = running.Application.CreateHttpClient("api");
        admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", running.AdminKey);
        var paper = HttpExtensions.Bytes(3_000_000);

        var meeting = await admin.CreateMeetingAsync("Board, 第一次会议");
        await admin.UploadAsync(meeting.Id, "papers/议程.pdf", paper);
        await Eventually.BecomesTrueAsync(
            async () => await ReadyNodesAsync(admin, meeting.Id) == RunningAppHost.Nodes, ReplicationLimit, "all nodes hold the meeting");

        using var attendee = running.Application.CreateHttpClient("api");
        var data = await attendee.GetContractAsync<MeetingData>(Routes.MeetingData(meeting.Id));
        var links = data.Mirrors.Prepend(data.DownloadUrl).Select(static link => new Uri(link)).ToList();
        Assert.Equal(
            RunningAppHost.Services.Where(static service => service == "api" || service.StartsWith("node-", StringComparison.Ordinal)).Select(service => running.Application.GetEndpoint(service).Port).Order(),
            links.Select(static link => link.Port).Order());

        var packages = new List<byte[]>();
        foreach (var link in links)
        {
            packages.Add(await attendee.GetByteArrayAsync(link));
        }

        Assert.Single(packages.Select(HttpExtensions.Sha256).Distinct());
        Assert.Equal(paper, await ContentOfAsync(packages[0], "files/papers/议程.pdf"));
    }

    [Fact]
    public async Task Download_IsSentToANode_WhenOneIsReady()
    {
        using var admin = running.Application.CreateHttpClient("api");
        admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", running.AdminKey);
        var meeting = await admin.CreateMeetingAsync();
        await admin.UploadAsync(meeting.Id, "a.pdf", HttpExtensions.Bytes(100_000));
        await Eventually.BecomesTrueAsync(
            async () => await ReadyNodesAsync(admin, meeting.Id) > 0, ReplicationLimit, "a node holds the meeting");

        using var attendee = running.Application.CreateHttpClient("api");
        using var response = await attendee.GetAsync(new Uri(Routes.Package(meeting.Id), UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(
            response.RequestMessage!.RequestUri!.Port,
            RunningAppHost.Services.Where(static service => service.StartsWith("node-", StringComparison.Ordinal))
                .Select(service => running.Application.GetEndpoint(service).Port));
    }

    private static async Task<int> ReadyNodesAsync(HttpClient admin, string meetingId)
    {
        var meeting = await admin.GetContractAsync<Meeting>($"{Routes.Meetings}/{meetingId}");
        var nodes = (await admin.GetContractAsync<NodeList>(Routes.Nodes)).Nodes;
        return nodes.Count(node => node.Meetings.Contains(new HeldMeeting(meetingId, meeting.Version)));
    }

    private static async Task<byte[]> ContentOfAsync(byte[] package, string entry)
    {
        using var archive = new ZipArchive(new MemoryStream(package));
        await using var stream = await archive.GetEntry(entry)!.OpenAsync();
        using var content = new MemoryStream();
        await stream.CopyToAsync(content);
        return content.ToArray();
    }
}
