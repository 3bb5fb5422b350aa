using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Node.Support;
using MeetingCloud.Tests.Storage.Support;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Node.Media;

/// <summary>Pictures and tracks on a node: fetched when asked for, kept while there is room.</summary>
public sealed class NodeMediaTests : IAsyncLifetime
{
    private FakeControlPlane _plane = null!;

    public async Task InitializeAsync() => _plane = await FakeControlPlane.StartAsync();

    public async Task DisposeAsync() => await _plane.DisposeAsync();

    [Fact]
    public async Task Track_IsSentOnAsItArrives_WithOneTransferForAll()
    {
        await using var node = await TestNode.StartAsync(_plane);
        var audio = Bytes.Random(1_000_000);
        var hash = _plane.AddBlob(audio);
        var release = new TaskCompletionSource();
        _plane.SendBlob = async (context, bytes) =>
        {
            await context.Response.Body.WriteAsync(bytes[..600_000]);
            await context.Response.Body.FlushAsync();
            await release.Task;
            await context.Response.Body.WriteAsync(bytes[600_000..]);
        };
        var responses = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ =>
            node.Client.GetAsync(Link(node, hash, audio.Length), HttpCompletionOption.ResponseHeadersRead)));
        var streams = await Task.WhenAll(responses.Select(response => response.Content.ReadAsStreamAsync()));
        foreach (var stream in streams)
        {
            await stream.ReadExactlyAsync(new byte[400_000]);
        }

        release.SetResult();
        foreach (var stream in streams)
        {
            using var rest = new MemoryStream();
            await stream.CopyToAsync(rest);
            Assert.Equal(audio[400_000..], rest.ToArray());
        }

        Assert.Single(_plane.BlobRequests);
    }

    [Fact]
    public async Task Track_IsFetchedByNobody_WhoHasNoLinkWithItsSize()
    {
        await using var node = await TestNode.StartAsync(_plane);
        var hash = _plane.AddBlob(Bytes.Random(1000));
        await AssertProblemAsync(await node.Client.GetAsync(Link(node, hash, 1000).Replace("size=1000", "size=999", StringComparison.Ordinal)), 403);
        await AssertProblemAsync(await node.Client.GetAsync(node.Sign(Routes.Blob(hash.ToString()))), 404);
        await AssertProblemAsync(await node.GetAsPeerAsync(Routes.Blob(hash.ToString())), 404);
        Assert.Empty(_plane.BlobRequests);
    }

    [Fact]
    public async Task Headers_CostNoFetch()
    {
        await using var node = await TestNode.StartAsync(_plane);
        var hash = _plane.AddBlob(Bytes.Random(1000));
        using var head = await node.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, Link(node, hash, 1000)));
        Assert.Equal(1000, head.Content.Headers.ContentLength);
        using var conditional = new HttpRequestMessage(HttpMethod.Get, Link(node, hash, 1000));
        conditional.Headers.IfNoneMatch.Add(new EntityTagHeaderValue($"\"{hash}\""));
        using var unchanged = await node.Client.SendAsync(conditional);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Empty(_plane.BlobRequests);
    }

    [Fact]
    public async Task Jump_DoesNotWaitForAllThatLiesBefore()
    {
        await using var node = await TestNode.StartAsync(_plane);
        var audio = Bytes.Random(4_000_000);
        var hash = _plane.AddBlob(audio);
        var release = new TaskCompletionSource();
        _plane.SendBlob = async (context, bytes) =>
        {
            // The origin is slow: whoever reads from the start gets a little, and then waits.
            if (bytes.Length == audio.Length)
            {
                await context.Response.Body.WriteAsync(bytes[..100_000]);
                await context.Response.Body.FlushAsync();
                await release.Task;
                bytes = bytes[100_000..];
            }

            await context.Response.Body.WriteAsync(bytes);
        };
        using var first = await node.Client.GetAsync(Link(node, hash, audio.Length), HttpCompletionOption.ResponseHeadersRead);
        using var jump = new HttpRequestMessage(HttpMethod.Get, Link(node, hash, audio.Length));
        jump.Headers.Range = new RangeHeaderValue(3_000_000, 3_499_999);
        using var part = await node.Client.SendAsync(jump);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(audio[3_000_000..3_500_000], await part.Content.ReadAsByteArrayAsync());
        Assert.False(release.Task.IsCompleted);

        release.SetResult();
        Assert.Equal(audio, await first.Content.ReadAsByteArrayAsync());
        Assert.Equal(["", "bytes=3000000-3499999"], _plane.BlobRequests.Select(r => r.Range));
    }

    [Fact]
    public async Task Peer_IsAskedBeforeTheControlPlane()
    {
        await using var first = await TestNode.StartAsync(_plane);
        await using var second = await TestNode.StartAsync(_plane, null, ("NODE_ID", "node-2"));
        var audio = Bytes.Random(100_000);
        var hash = _plane.AddBlob(audio);
        Assert.Equal(audio, await first.Client.GetByteArrayAsync(Link(first, hash, audio.Length)));
        await StoredAsync(first, hash);
        Assert.Equal(audio, await second.Client.GetByteArrayAsync(Link(second, hash, audio.Length, first.Url)));
        Assert.Single(_plane.BlobRequests);
    }

    [Fact]
    public async Task Unavailable_IsSaid_WhenTheControlPlaneIsAway_AndWhatIsHereGoesOn()
    {
        await using var node = await TestNode.StartAsync(_plane);
        var (here, missing) = (Bytes.Random(1000, seed: 1), Bytes.Random(1000, seed: 2));
        var (known, unknown) = (_plane.AddBlob(here), _plane.AddBlob(missing));
        Assert.Equal(here, await node.Client.GetByteArrayAsync(Link(node, known, 1000)));
        await StoredAsync(node, known);
        await _plane.StopAsync();
        using var response = await node.Client.GetAsync(Link(node, unknown, 1000));
        Assert.True(response.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        await AssertProblemAsync(response, 503);
        Assert.Equal(here, await node.Client.GetByteArrayAsync(Link(node, known, 1000)));

        await _plane.ListenAsync();
        Assert.Equal(missing, await node.Client.GetByteArrayAsync(Link(node, unknown, 1000)));
    }

    [Fact]
    public async Task OldestTrack_IsEvicted_AndNoActiveMeeting()
    {
        await using var node = await TestNode.StartAsync(_plane, null, ("STORAGE_QUOTA_BYTES", "350000"));
        _plane.Publish("m1", 1, ("a", Bytes.Random(100_000, seed: 9)));
        await node.HoldsAsync("m1", 1);
        var hashes = new List<BlobHash>();
        for (var i = 0; i < 3; i++)
        {
            var audio = Bytes.Random(100_000, seed: i);
            hashes.Add(_plane.AddBlob(audio));
            Assert.Equal(audio, await node.Client.GetByteArrayAsync(Link(node, hashes[i], audio.Length)));
            await StoredAsync(node, hashes[i]);
            // Used again, the first is not the oldest any more.
            Assert.Equal(Bytes.Random(100_000, seed: 0), await node.Client.GetByteArrayAsync(Link(node, hashes[0], audio.Length)));
        }

        Assert.True(node.Store.TryGetSize(hashes[0], out _));
        Assert.False(node.Store.TryGetSize(hashes[1], out _));
        Assert.True(node.Store.TryGetSize(hashes[2], out _));
        using var package = await node.GetPackageAsync("m1");
        Assert.Equal(HttpStatusCode.OK, package.StatusCode);

        // What would not fit even then makes nobody go.
        var large = Bytes.Random(300_000, seed: 7);
        Assert.Equal(large, await node.Client.GetByteArrayAsync(Link(node, _plane.AddBlob(large), large.Length)));
        Assert.True(node.Store.TryGetSize(hashes[0], out _));
        Assert.True(node.Store.TryGetSize(hashes[2], out _));

        // A new meeting has the right of way.
        _plane.Publish("m2", 1, ("b", Bytes.Random(200_000, seed: 8)));
        await node.HoldsAsync("m2", 1);
        Assert.False(node.Store.TryGetSize(hashes[0], out _));
        Assert.False(node.Store.TryGetSize(hashes[2], out _));
    }

    [Fact]
    public async Task Track_IsPassedThrough_WhenThereIsNoRoomForIt()
    {
        await using var node = await TestNode.StartAsync(_plane, null, ("STORAGE_QUOTA_BYTES", "50000"));
        var audio = Bytes.Random(100_000);
        var hash = _plane.AddBlob(audio);
        Assert.Equal(audio, await node.Client.GetByteArrayAsync(Link(node, hash, audio.Length)));
        Assert.False(node.Store.TryGetSize(hash, out _));
        using var request = new HttpRequestMessage(HttpMethod.Get, Link(node, hash, audio.Length));
        request.Headers.Range = new RangeHeaderValue(99_990, null);
        using var part = await node.Client.SendAsync(request);
        Assert.Equal(audio[99_990..], await part.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Track_OutlivesTheProcess_AndTheMeetingThatSharesIt()
    {
        using var folder = new TemporaryFolder();
        var audio = Bytes.Random(100_000);
        var hash = _plane.AddBlob(audio);
        await using (var node = await TestNode.StartAsync(_plane, folder))
        {
            Assert.Equal(audio, await node.Client.GetByteArrayAsync(Link(node, hash, audio.Length)));
            await StoredAsync(node, hash);
            _plane.Publish("m1", 1, ("a.mp3", audio));
            await node.HoldsAsync("m1", 1);
        }

        // Old enough for the sweep that follows each poll.
        foreach (var file in Directory.EnumerateFiles(folder.Path, hash.ToString(), SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddHours(-1));
        }

        await using (var node = await TestNode.StartAsync(_plane, folder))
        {
            var litter = BlobHash.Of(Bytes.Random(10));
            await node.Store.AddAsync(new MemoryStream(Bytes.Random(10)));
            foreach (var file in Directory.EnumerateFiles(folder.Path, litter.ToString(), SearchOption.AllDirectories))
            {
                File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddHours(-1));
            }

            _plane.Delete("m1");
            await Eventually.BecomesTrueAsync(() => !node.Store.TryGetSize(litter, out _), TestCluster.Patience, "the litter is swept");
            Assert.Equal(audio, await node.Client.GetByteArrayAsync(Link(node, hash, audio.Length)));
        }

        Assert.Single(_plane.BlobRequests, request => request.Hash == hash.ToString());
    }

    private static string Link(TestNode node, BlobHash hash, long size, string? peer = null) =>
        node.Sign(Routes.Blob(hash.ToString()), facts: new LinkFacts(size, peer)) + "&name=a.mp3&type=audio%2Fmpeg";

    // The bytes are with the listener a moment before the node has verified and stored them.
    private static Task StoredAsync(TestNode node, BlobHash hash) => Eventually.BecomesTrueAsync(
        () => File.Exists(Path.Combine(node.Store.RootPath, "media", hash.ToString())),
        TestCluster.Patience,
        $"{hash} is kept");

    private static async Task AssertProblemAsync(HttpResponseMessage response, int status)
    {
        using (response)
        {
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal(status, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("status").GetInt32());
        }
    }
}
