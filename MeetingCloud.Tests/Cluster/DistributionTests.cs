using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Cluster;

/// <summary>The main job: publish, replicate, download, go on at another node.</summary>
public sealed class DistributionTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    // Heartbeats tell nothing here in time: that a node is dead is what its line tells.
    public async Task InitializeAsync() => _cluster = await TestCluster.StartAsync(nodes: 3, ("NODE_HEARTBEAT_TIMEOUT", "600"));

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Package_IsTheSameEverywhere_AndHoldsWhatWasUploaded()
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["agenda.pdf"] = HttpExtensions.Bytes(70_000, 1),
            ["papers/议程.pdf"] = HttpExtensions.Bytes(1_500_000, 2),
            ["papers/empty.txt"] = [],
        };
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        foreach (var (path, bytes) in files)
        {
            await _cluster.Admin.UploadAsync(meeting.Id, path, bytes);
        }

        // The control plane's own bytes, before a node is asked: an admin's draft is never redirected.
        await _cluster.WaitUntilReadyAsync(meeting.Id, 3);
        var data = await _cluster.Attendee.GetContractAsync<MeetingData>(Routes.MeetingData(meeting.Id));
        Assert.Equal(3, data.Mirrors.Count);
        Assert.Equal($"{_cluster.Api.Url}{Routes.Package(meeting.Id)}", data.Mirrors[^1]);
        var nodeLinks = data.Mirrors.SkipLast(1).Prepend(data.DownloadUrl).ToList();
        Assert.Equal(_cluster.Nodes.Select(n => n.Url).Order(), nodeLinks.Select(l => new Uri(l).GetLeftPart(UriPartial.Authority)).Order());

        var own = await OwnPackageAsync(meeting.Id);
        Assert.Equal(data.Package.Size, own.Length);
        foreach (var link in nodeLinks)
        {
            using var response = await _cluster.Attendee.GetAsync(link);
            Assert.Equal($"\"{data.Package.Etag}\"", response.Headers.ETag!.Tag);
            Assert.Equal(data.Package.FileName, response.Content.Headers.ContentDisposition!.FileNameStar);
            Assert.Equal(HttpExtensions.Sha256(own), HttpExtensions.Sha256(await response.Content.ReadAsByteArrayAsync()));
        }

        using var zip = new ZipArchive(new MemoryStream(own));
        Assert.Equal(["metadata.json", .. files.Keys.Select(p => $"files/{p}").Order(StringComparer.Ordinal)], zip.Entries.Select(e => e.FullName));
        foreach (var (path, bytes) in files)
        {
            using var content = new MemoryStream();
            await zip.GetEntry($"files/{path}")!.Open().CopyToAsync(content);
            Assert.Equal(bytes, content.ToArray());
        }
    }

    [Fact]
    public async Task Download_GoesOnAtAnotherNode_WhenItsNodeDies()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        await _cluster.Admin.UploadAsync(meeting.Id, "recording.mp4", HttpExtensions.Bytes(40_000_000));
        await _cluster.WaitUntilReadyAsync(meeting.Id, 3);
        var own = await OwnPackageAsync(meeting.Id);

        // As curl -L -C - does: what arrived so far, then the rest from wherever the control plane points.
        using var link = await _cluster.Attendee.GetAsync(Routes.Package(meeting.Id));
        Assert.Equal(HttpStatusCode.TemporaryRedirect, link.StatusCode);
        using var got = new MemoryStream();
        var node = _cluster.Nodes.Single(n => link.Headers.Location!.OriginalString.StartsWith(n.Url, StringComparison.Ordinal));
        using (var client = new HttpClient())
        using (var begun = await client.GetAsync(link.Headers.Location, HttpCompletionOption.ResponseHeadersRead))
        {
            var stream = await begun.Content.ReadAsStreamAsync();
            var buffer = new byte[64 * 1024];
            while (got.Length < own.Length / 4)
            {
                got.Write(buffer, 0, await stream.ReadAsync(buffer));
            }

            await node.CrashAsync();
        }

        var rest = await FollowAsync(meeting.Id, got.Length, node);
        got.Write(rest);
        Assert.Equal(HttpExtensions.Sha256(own), HttpExtensions.Sha256(got.ToArray()));
    }

    [Fact]
    public async Task Nodes_FetchWhatChanged_AndServeTheNewVersion()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        await _cluster.Admin.UploadAsync(meeting.Id, "big.bin", HttpExtensions.Bytes(3_000_000));
        await _cluster.WaitUntilReadyAsync(meeting.Id, 3);
        await _cluster.Admin.UploadAsync(meeting.Id, "small.txt", [1, 2, 3]);
        await _cluster.WaitUntilReadyAsync(meeting.Id, 3);
        var own = await OwnPackageAsync(meeting.Id);
        foreach (var node in _cluster.Nodes)
        {
            Assert.Equal(HttpExtensions.Sha256(own), HttpExtensions.Sha256(await PackageOfAsync(meeting.Id, node)));
        }
    }

    [Fact]
    public async Task Drained_NodeGetsNothingNew_UntilItIsActiveAgain()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        await _cluster.Admin.UploadAsync(meeting.Id, "a.txt", [1]);
        await _cluster.WaitUntilReadyAsync(meeting.Id, 3);
        await _cluster.SetStateAsync("node-1", NodeState.Maintenance);
        var drained = _cluster.Nodes[0].Url;
        for (var i = 0; i < 20; i++)
        {
            using var response = await _cluster.Attendee.GetAsync(Routes.Package(meeting.Id));
            Assert.DoesNotContain(drained, response.Headers.Location!.OriginalString, StringComparison.Ordinal);
        }

        await _cluster.SetStateAsync("node-1", NodeState.Active);
        Assert.Equal(3, (await _cluster.Attendee.GetContractAsync<MeetingData>(Routes.MeetingData(meeting.Id))).Mirrors.Count);
    }

    [Fact]
    public async Task Paper_IsServedByANode_AsItIsOnTheControlPlane()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        var bytes = HttpExtensions.Bytes(100_000);
        await _cluster.Admin.UploadAsync(meeting.Id, "papers/议程.pdf", bytes);
        await _cluster.WaitUntilReadyAsync(meeting.Id, 3);
        using var redirect = await _cluster.Attendee.GetAsync(Routes.MeetingFile(meeting.Id, "papers/议程.pdf"));
        Assert.Equal(HttpStatusCode.TemporaryRedirect, redirect.StatusCode);
        using var response = await _cluster.Attendee.GetAsync(redirect.Headers.Location);
        Assert.Equal("application/pdf", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("inline", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("议程.pdf", response.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Equal(bytes, await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Node_OpensNothing_WithoutAValidLink()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        await _cluster.Admin.UploadAsync(meeting.Id, "a.txt", [1]);
        await _cluster.WaitUntilReadyAsync(meeting.Id, 3);
        using var redirect = await _cluster.Attendee.GetAsync(Routes.Package(meeting.Id));
        var link = redirect.Headers.Location!.OriginalString;
        var path = link.Split('?')[0];
        foreach (var (url, status) in new[]
        {
            (path, 401), ($"{path}?expires=99999999999&signature=AAAA", 403), (link.Replace("expires=", "expires=1"), 403), (link, 200),
        })
        {
            using var response = await _cluster.Attendee.GetAsync(url);
            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task Node_AnswersConditionalAndRangeRequests()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        await _cluster.Admin.UploadAsync(meeting.Id, "a.bin", HttpExtensions.Bytes(500_000));
        await _cluster.WaitUntilReadyAsync(meeting.Id, 3);
        var own = await OwnPackageAsync(meeting.Id);
        using var redirect = await _cluster.Attendee.GetAsync(Routes.Package(meeting.Id));
        var link = redirect.Headers.Location!;

        using var head = await _cluster.Attendee.SendAsync(new HttpRequestMessage(HttpMethod.Head, link));
        Assert.Equal(own.Length, head.Content.Headers.ContentLength);
        using var range = await GetAsync(link, r => r.Headers.Range = new RangeHeaderValue(1000, 1999));
        Assert.Equal(HttpStatusCode.PartialContent, range.StatusCode);
        Assert.Equal(own[1000..2000], await range.Content.ReadAsByteArrayAsync());
        using var several = await GetAsync(link, r => r.Headers.TryAddWithoutValidation("Range", "bytes=0-3,-4"));
        Assert.Equal("multipart/byteranges", several.Content.Headers.ContentType!.MediaType);
        using var outside = await GetAsync(link, r => r.Headers.Range = new RangeHeaderValue(own.Length, null));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, outside.StatusCode);
        using var unchanged = await GetAsync(link, r => r.Headers.IfNoneMatch.Add(head.Headers.ETag!));
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        using var other = await GetAsync(link, r =>
        {
            r.Headers.Range = new RangeHeaderValue(1000, 1999);
            r.Headers.IfRange = new RangeConditionHeaderValue("\"other\"");
        });
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task Node_TellsItsState()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        await _cluster.Admin.UploadAsync(meeting.Id, "a.txt", [1]);
        var now = await _cluster.WaitUntilReadyAsync(meeting.Id, 3);
        var node = _cluster.Nodes[0];
        var status = await _cluster.Node.GetContractAsync<NodeStatus>(node.Url + Routes.NodeStatus);
        Assert.Equal("node-1", status.Id);
        Assert.Equal(1, status.Meetings.Count);
        Assert.InRange(status.Health, 0.1, 1);
        Assert.True(status.Storage.Total > 0);
        var held = await _cluster.Node.GetContractAsync<NodeMeetingStatus>(node.Url + Routes.NodeMeetingStatus(meeting.Id));
        Assert.Equal(new NodeMeetingStatus(true, false, (await OwnPackageAsync(meeting.Id)).Length, now.Version), held);
        var none = await _cluster.Node.GetContractAsync<NodeMeetingStatus>(node.Url + Routes.NodeMeetingStatus("none"));
        Assert.Equal(new NodeMeetingStatus(false, false, 0, 0), none);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _cluster.Attendee.GetAsync(node.Url + Routes.NodeStatus)).StatusCode);
    }

    private async Task<HttpResponseMessage> GetAsync(Uri link, Action<HttpRequestMessage> change)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, link);
        change(request);
        return await _cluster.Attendee.SendAsync(request);
    }

    // Made from the files by the control plane: its blobs and its layout, no node's.
    private async Task<byte[]> OwnPackageAsync(string meetingId)
    {
        using var response = await _cluster.Node.GetAsync(Routes.Manifest(meetingId, "node-1"));
        var manifest = await response.ReadContractAsync<Manifest>();
        foreach (var node in _cluster.Nodes)
        {
            await _cluster.SetStateAsync(node.Id, NodeState.Maintenance);
        }

        var bytes = await _cluster.Attendee.GetByteArrayAsync(Routes.Package(meetingId));
        Assert.Equal(manifest.Package.Size, bytes.Length);
        foreach (var node in _cluster.Nodes)
        {
            await _cluster.SetStateAsync(node.Id, NodeState.Active);
        }

        return bytes;
    }

    private async Task<byte[]> PackageOfAsync(string meetingId, TestHost node)
    {
        var data = await _cluster.Attendee.GetContractAsync<MeetingData>(Routes.MeetingData(meetingId));
        return await _cluster.Attendee.GetByteArrayAsync(
            data.Mirrors.Prepend(data.DownloadUrl).Single(l => l.StartsWith(node.Url, StringComparison.Ordinal)));
    }

    // The dead node's line to the control plane broke with it, so nobody is sent there, long before its heartbeat is missed.
    private async Task<byte[]> FollowAsync(string meetingId, long from, TestHost deadNode)
    {
        await _cluster.WaitUntilLostAsync(deadNode.Id);
        using var redirect = await _cluster.Attendee.GetAsync(Routes.Package(meetingId));
        Assert.DoesNotContain(deadNode.Url, redirect.Headers.Location!.OriginalString, StringComparison.Ordinal);
        using var response = await GetAsync(redirect.Headers.Location, r => r.Headers.Range = new RangeHeaderValue(from, null));
        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync();
    }
}
