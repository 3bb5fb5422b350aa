using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MeetingCloud.Contracts;
using MeetingCloud.Node;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Node.Support;
using MeetingCloud.Tests.Storage.Support;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Node.Serving;

public sealed class NodeServingTests : IAsyncLifetime
{
    private FakeControlPlane _plane = null!;
    private TestNode _node = null!;

    public async Task InitializeAsync()
    {
        _plane = await FakeControlPlane.StartAsync();
        _node = await TestNode.StartAsync(_plane);
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _plane.DisposeAsync();
    }

    [Fact]
    public async Task Package_NeedsALinkThatWasSignedForIt()
    {
        _plane.Publish("m1", 1, ("a", [1]));
        await _node.HoldsAsync("m1", 1);
        var path = Routes.Package("m1");

        await AssertProblemAsync(await _node.Client.GetAsync(path), HttpStatusCode.Unauthorized);
        await AssertProblemAsync(await _node.Client.GetAsync(_node.Sign(path) + "x"), HttpStatusCode.Forbidden);
        await AssertProblemAsync(await _node.Client.GetAsync(_node.Sign(path, TimeSpan.FromMinutes(-1))), HttpStatusCode.Forbidden);
        await AssertProblemAsync(
            await _node.Client.GetAsync(_node.Sign(path).Replace("m1", "m2", StringComparison.Ordinal)), HttpStatusCode.Forbidden);
        await AssertProblemAsync(await _node.GetPackageAsync("m2"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Package_IsAskedForElsewhere_WhenTheNodeEndsBeforeItIsKnown()
    {
        _plane.Publish("m1", 1, MeetingStatus.Draft, ("a", [1]));
        await _node.Service<NodeLifetime>().StopAsync(CancellationToken.None);

        using var response = await _node.GetPackageAsync("m1");

        Assert.NotNull(response.Headers.RetryAfter);
        await AssertProblemAsync(response, HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Package_MayBeReadInParts_ByAScriptOfAnotherPage()
    {
        _plane.Publish("m1", 1, ("a", [1]));
        await _node.HoldsAsync("m1", 1);
        var link = _node.Sign(Routes.Package("m1"));

        using var preflight = new HttpRequestMessage(HttpMethod.Options, link);
        preflight.Headers.Add("Origin", "https://tablet.example");
        preflight.Headers.Add("Access-Control-Request-Method", "GET");
        preflight.Headers.Add("Access-Control-Request-Headers", "range,if-range");
        using var allowed = await _node.Client.SendAsync(preflight);
        Assert.Equal(["*"], allowed.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Contains("Range", string.Join(',', allowed.Headers.GetValues("Access-Control-Allow-Headers")), StringComparison.OrdinalIgnoreCase);

        foreach (var address in (string[])[link, link + "x"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Add("Origin", "https://tablet.example");
            using var response = await _node.Client.SendAsync(request);
            Assert.Equal(["*"], response.Headers.GetValues("Access-Control-Allow-Origin"));
            Assert.Contains("ETag", string.Join(',', response.Headers.GetValues("Access-Control-Expose-Headers")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Package_GivesRanges_AndKnowsWhatTheClientHas()
    {
        var layout = _plane.Publish("m1", 1, ("a", Bytes.Random(100_000)));
        await _node.HoldsAsync("m1", 1);
        using var whole = await _node.GetPackageAsync("m1");
        var bytes = await whole.Content.ReadAsByteArrayAsync();

        using var request = new HttpRequestMessage(HttpMethod.Get, _node.Sign(Routes.Package("m1")));
        request.Headers.Range = new RangeHeaderValue(50_000, 50_009);
        using var part = await _node.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(bytes[50_000..50_010], await part.Content.ReadAsByteArrayAsync());

        using var conditional = new HttpRequestMessage(HttpMethod.Get, _node.Sign(Routes.Package("m1")));
        conditional.Headers.IfNoneMatch.Add(new EntityTagHeaderValue($"\"{layout.ETag}\""));
        using var unchanged = await _node.Client.SendAsync(conditional);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);

        using var head = await _node.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, _node.Sign(Routes.Package("m1"))));
        Assert.Equal(bytes.Length, head.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task UnknownMeeting_IsSentOnAsItArrives_WithOneTransferForAll()
    {
        var large = Bytes.Random(1_000_000);
        var release = new TaskCompletionSource();
        _plane.SendBlob = async (context, bytes) =>
        {
            if (bytes.Length == large.Length)
            {
                await context.Response.Body.WriteAsync(bytes[..600_000]);
                await context.Response.Body.FlushAsync();
                await release.Task;
                bytes = bytes[600_000..];
            }

            await context.Response.Body.WriteAsync(bytes);
        };

        // Active, but this node has not heard of it yet.
        _plane.Publish("m1", 1, MeetingStatus.Draft, ("a", large));
        await Eventually.BecomesTrueAsync(() => !_plane.Heartbeats.IsEmpty, TestCluster.Patience, "registered");
        _plane.Change("m1", manifest => manifest with { Status = MeetingStatus.Active });
        var responses = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ =>
            _node.Client.GetAsync(_node.Sign(Routes.Package("m1")), HttpCompletionOption.ResponseHeadersRead)));
        var streams = await Task.WhenAll(responses.Select(response => response.Content.ReadAsStreamAsync()));
        var buffer = new byte[400_000];
        foreach (var stream in streams)
        {
            await stream.ReadExactlyAsync(buffer);
        }

        // A peer that asks now does not wait for what is still on its way here.
        using var peer = await _node.GetAsPeerAsync(Routes.Blob(BlobHash.Of(large).ToString()));
        Assert.Equal(HttpStatusCode.NotFound, peer.StatusCode);

        release.SetResult();
        foreach (var stream in streams)
        {
            using var rest = new MemoryStream();
            await stream.CopyToAsync(rest);
            Assert.Equal(responses[0].Content.Headers.ContentLength, buffer.Length + rest.Length);
        }

        Assert.Single(_plane.BlobRequests, request => request.Hash == BlobHash.Of(large).ToString());
        Array.ForEach(responses, response => response.Dispose());
    }

    [Fact]
    public async Task Package_IsCut_WhenItsLastBytesCannotBeHad()
    {
        var large = Bytes.Random(1_000_000);
        _plane.SendBlob = async (context, bytes) =>
        {
            var wrong = bytes.ToArray();
            if (wrong.Length == large.Length)
            {
                wrong[500_000] ^= 1;
            }

            await context.Response.Body.WriteAsync(wrong);
        };
        // Active, and asked for by an attendee, once the node may ask for it.
        _plane.Publish("m1", 1, MeetingStatus.Draft, ("a", large));
        await Eventually.BecomesTrueAsync(() => !_plane.Heartbeats.IsEmpty, TestCluster.Patience, "registered");
        _plane.Change("m1", manifest => manifest with { Status = MeetingStatus.Active });

        // Served as it arrives; the end of a file that turns out wrong is held back, so no client takes it for whole.
        var failure = await Record.ExceptionAsync(async () =>
        {
            using var response = await _node.GetPackageAsync("m1");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            throw new HttpRequestException("refused");
        });
        Assert.IsType<HttpRequestException>(failure);
        Assert.Contains(_plane.BlobRequests, request => request.Hash == BlobHash.Of(large).ToString());
        Assert.False(_node.Store.TryGetSize(BlobHash.Of(large), out _));
    }

    [Theory]
    [InlineData("report.pdf", "application/pdf", "inline")]
    [InlineData("图.png", "image/png", "inline")]
    [InlineData("drawing.svg", "image/svg+xml", "attachment")]
    [InlineData("page.html", "text/html", "attachment")]
    [InlineData("notes.txt", "text/plain", "inline")]
    [InlineData("data.bin", "application/octet-stream", "attachment")]
    public async Task Blob_IsShownOrSaved_ByWhatItsNameSays(string name, string type, string disposition)
    {
        var content = Bytes.Random(1000);
        _plane.Publish("m1", 1, ("a", content));
        await _node.HoldsAsync("m1", 1);
        var path = _node.Sign(Routes.Blob(BlobHash.Of(content).ToString()));

        using var response = await _node.Client.GetAsync($"{path}&name={Uri.EscapeDataString(name)}");

        Assert.Equal(content, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(disposition, response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(name, response.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("TEXT/HTML; charset=utf-8")]
    [InlineData("application/xhtml+xml")]
    [InlineData("image/svg+xml")]
    [InlineData("image/x+xml")]
    public async Task Blob_IsSaved_WhenWhatItsLinkSaysOfItCouldRun(string type)
    {
        var content = "<html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>"u8.ToArray();
        _plane.Publish("m1", 1, ("a", content));
        await _node.HoldsAsync("m1", 1);

        // The signature does not cover how it is shown.
        using var response = await _node.Client.GetAsync(
            $"{_node.Sign(Routes.Blob(BlobHash.Of(content).ToString()))}&name=a.png&type={Uri.EscapeDataString(type)}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(["sandbox"], response.Headers.GetValues("Content-Security-Policy"));
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
    }

    [Theory]
    [InlineData("议程", "utf-8")]
    [InlineData("Caf\u00E9", null)]
    public async Task Text_SaysWhetherItIsUtf8_WhicheverPartIsAskedFor(string text, string? charset)
    {
        var content = (charset is null ? Encoding.Latin1 : Encoding.UTF8).GetBytes(new string(' ', 50) + text);
        _plane.Publish("m1", 1, ("a", content));
        await _node.HoldsAsync("m1", 1);
        var link = _node.Sign(Routes.Blob(BlobHash.Of(content).ToString())) + "&name=a.txt&type=text%2Fplain";

        foreach (var (method, range, status) in new[]
        {
            (HttpMethod.Get, (RangeHeaderValue?)null, HttpStatusCode.OK),
            (HttpMethod.Head, null, HttpStatusCode.OK),
            (HttpMethod.Get, new RangeHeaderValue(0, 9), HttpStatusCode.PartialContent),
            (HttpMethod.Get, new RangeHeaderValue(51, null), HttpStatusCode.PartialContent),
        })
        {
            using var request = new HttpRequestMessage(method, link) { Headers = { Range = range } };
            using var response = await _node.Client.SendAsync(request);
            Assert.Equal(status, response.StatusCode);
            Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
            Assert.Equal(charset, response.Content.Headers.ContentType.CharSet);
        }
    }

    [Fact]
    public async Task Blob_NeedsTheNodeKeyOrALink()
    {
        var content = Bytes.Random(1000);
        var layout = _plane.Publish("m1", 1, ("a", content));
        await _node.HoldsAsync("m1", 1);
        var path = Routes.Blob(BlobHash.Of(content).ToString());

        await AssertProblemAsync(await _node.Client.GetAsync(path), HttpStatusCode.Unauthorized);
        using var asPeer = await _node.GetAsPeerAsync(path);
        Assert.Equal(content, await asPeer.Content.ReadAsByteArrayAsync());
        using var metadata = await _node.GetAsPeerAsync(Routes.Blob(layout.ETag));
        Assert.Equal(layout.Metadata.ToArray(), await metadata.Content.ReadAsByteArrayAsync());
        await AssertProblemAsync(await _node.GetAsPeerAsync(Routes.Blob(BlobHash.Of("absent"u8).ToString())), HttpStatusCode.NotFound);
        await AssertProblemAsync(await _node.GetAsPeerAsync(Routes.Blob("..%2f..%2fnode-id")), HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Status_TellsWhatIsHeldAndSent()
    {
        var layout = _plane.Publish("m1", 4, ("a", Bytes.Random(1000)));
        await _node.HoldsAsync("m1", 4);
        (await _node.GetPackageAsync("m1")).Dispose();

        await AssertProblemAsync(await _node.Client.GetAsync(Routes.NodeStatus), HttpStatusCode.Unauthorized);
        // The last bytes are here before they are counted there.
        NodeStatus status = null!;
        await Eventually.BecomesTrueAsync(
            async () => (status = await ReadAsync(Routes.NodeStatus, ContractJson.Default.NodeStatus)).Downloads.BytesSent > 0, TestCluster.Patience, "the download is counted");
        Assert.Equal("node-1", status.Id);
        Assert.Equal(NodeState.Active, status.Status);
        Assert.Equal(1, status.Meetings.Count);
        Assert.Equal(1, status.Downloads.Total);
        Assert.Equal(layout.Length, status.Downloads.BytesSent);
        Assert.Equal(layout.Metadata.Length + 1000, status.Storage.Used);
        Assert.InRange(status.Health, 0.1, 1);

        Assert.Equal(
            new NodeMeetingStatus(true, false, layout.Length, 4),
            await ReadAsync(Routes.NodeMeetingStatus("m1"), ContractJson.Default.NodeMeetingStatus));
        Assert.Equal(
            new NodeMeetingStatus(false, false, 0, 0), await ReadAsync(Routes.NodeMeetingStatus("m9"), ContractJson.Default.NodeMeetingStatus));
    }

    private async Task<T> ReadAsync<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        using var response = await _node.GetAsPeerAsync(path);
        return JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(), type)!;
    }

    private static async Task AssertProblemAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        using (response)
        {
            Assert.Equal(status, response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            Assert.Contains("\"detail\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }
}
