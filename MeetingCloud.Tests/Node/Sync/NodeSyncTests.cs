using System.Net;
using MeetingCloud.Contracts;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Node.Support;
using MeetingCloud.Tests.Storage.Support;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Node.Sync;

public sealed class NodeSyncTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private FakeControlPlane _plane = null!;

    public async Task InitializeAsync() => _plane = await FakeControlPlane.StartAsync();

    public async Task DisposeAsync() => await _plane.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Meeting_IsServed_OnceItIsPublished()
    {
        await using var node = await StartAsync();
        var layout = _plane.Publish("m1", 3, ("a.pdf", Bytes.Random(300_000)), ("b/中.txt", []));
        await node.HoldsAsync("m1", 3);

        using var response = await node.GetPackageAsync("m1");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"\"{layout.ETag}\"", response.Headers.ETag!.Tag);
        Assert.Equal(layout.Length, response.Content.Headers.ContentLength);
        Assert.Equal("会议.zip", response.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.Equal(layout.Length, (await response.Content.ReadAsByteArrayAsync()).Length);
    }

    [Fact]
    public async Task NewVersion_FetchesOnlyWhatIsNew_AndDropsWhatIsOld()
    {
        await using var node = await StartAsync();
        byte[] shared = Bytes.Random(100_000, 1), old = Bytes.Random(100_000, 2), added = Bytes.Random(100_000, 3);
        _plane.Publish("m1", 1, ("shared", shared), ("old", old));
        await node.HoldsAsync("m1", 1);
        _plane.BlobRequests.Clear();

        var layout = _plane.Publish("m1", 2, ("shared", shared), ("new", added));
        await node.HoldsAsync("m1", 2);

        Assert.Equal(
            [layout.ETag, BlobHash.Of(added).ToString()], _plane.BlobRequests.Select(request => request.Hash).OrderBy(hash => hash != layout.ETag));
        await Eventually.BecomesTrueAsync(() => !node.Store.TryGetSize(BlobHash.Of(old), out _), TestCluster.Patience, "the old blob deleted");
    }

    [Fact]
    public async Task VersionThatAttendeesDoNotSee_FetchesNothing()
    {
        await using var node = await StartAsync();
        _plane.Publish("m1", 1, ("a", [1]));
        await node.HoldsAsync("m1", 1);
        _plane.BlobRequests.Clear();

        _plane.Publish("m1", 2, ("a", [1]));
        await node.HoldsAsync("m1", 2);

        Assert.Empty(_plane.BlobRequests);
    }

    [Fact]
    public async Task OldVersion_IsServed_WhileTheNewOneIsFetched()
    {
        await using var node = await StartAsync();
        var first = _plane.Publish("m1", 1, ("a", [1]));
        await node.HoldsAsync("m1", 1);
        var release = new TaskCompletionSource();
        var asked = new TaskCompletionSource();
        var large = Bytes.Random(500_000);
        _plane.SendBlob = async (context, bytes) =>
        {
            if (bytes.Length == large.Length)
            {
                asked.TrySetResult();
                await release.Task;
            }

            await context.Response.Body.WriteAsync(bytes);
        };

        var second = _plane.Publish("m1", 2, ("a", [1]), ("b", large));
        await asked.Task;
        using (var response = await node.GetPackageAsync("m1"))
        {
            Assert.Equal($"\"{first.ETag}\"", response.Headers.ETag!.Tag);
        }

        Assert.DoesNotContain(new HeldMeeting("m1", 2), _plane.Held);
        release.SetResult();
        await node.HoldsAsync("m1", 2);
        using (var response = await node.GetPackageAsync("m1"))
        {
            Assert.Equal($"\"{second.ETag}\"", response.Headers.ETag!.Tag);
        }
    }

    [Fact]
    public async Task Transfer_GoesOnWhereItBrokeOff()
    {
        var large = Bytes.Random(1_000_000);
        var cut = false;
        _plane.SendBlob = async (context, bytes) =>
        {
            if (!cut && bytes.Length == large.Length)
            {
                cut = true;
                await context.Response.Body.WriteAsync(bytes[..400_000]);
                await context.Response.Body.FlushAsync();
                context.Abort();
                return;
            }

            await context.Response.Body.WriteAsync(bytes);
        };
        await using var node = await StartAsync();
        _plane.Publish("m1", 1, ("a", large));
        await node.HoldsAsync("m1", 1);

        var requests = _plane.BlobRequests.Where(request => request.Hash == BlobHash.Of(large).ToString()).ToList();
        Assert.Equal(2, requests.Count);
        Assert.StartsWith("bytes=", requests[1].Range, StringComparison.Ordinal);
        Assert.NotEqual("bytes=0-", requests[1].Range);
    }

    [Fact]
    public async Task Transfer_ComesFromAPeer_AndFromTheControlPlaneWhereThePeerIsBad()
    {
        await using var liar = await FakeControlPlane.StartAsync();
        var large = Bytes.Random(300_000);
        liar.Publish("m1", 1, ("a", large));
        liar.SendBlob = async (context, bytes) =>
        {
            var wrong = bytes.ToArray();
            wrong[^1] ^= 1;
            await context.Response.Body.WriteAsync(wrong);
        };
        _plane.Peers = [new Peer("node-9", liar.Url)];
        await using var node = await StartAsync();
        _plane.Publish("m1", 1, ("a", large));
        await node.HoldsAsync("m1", 1);
        Assert.Contains(liar.BlobRequests, request => request.Hash == BlobHash.Of(large).ToString());
        Assert.True(await node.Store.VerifyAsync(BlobHash.Of(large)));

        liar.SendBlob = null;
        var other = Bytes.Random(300_000, 2);
        liar.Publish("m2", 1, ("b", other));
        _plane.Publish("m2", 1, ("b", other));
        await node.HoldsAsync("m2", 1);
        Assert.DoesNotContain(_plane.BlobRequests, request => request.Hash == BlobHash.Of(other).ToString());
    }

    [Fact]
    public async Task RestartedNode_Serves_WhileTheControlPlaneIsAway()
    {
        var content = Bytes.Random(200_000);
        await using (var node = await StartAsync())
        {
            _plane.Publish("m1", 1, ("a", content));
            await node.HoldsAsync("m1", 1);
        }

        await _plane.StopAsync();
        await using var restarted = await StartAsync();
        using var response = await restarted.GetPackageAsync("m1");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True((await response.Content.ReadAsByteArrayAsync()).AsSpan().IndexOf(content) > 0);
        using var unknown = await restarted.GetPackageAsync("m2");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unknown.StatusCode);
        Assert.NotNull(unknown.Headers.RetryAfter);
        using var health = await restarted.Client.GetAsync("/health");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Contains("degraded", await health.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FlippedByte_IsNeverServed_AndFetchedAgain()
    {
        var content = Bytes.Random(200_000);
        var hash = BlobHash.Of(content);
        await using (var node = await StartAsync())
        {
            _plane.Publish("m1", 1, ("a", content));
            await node.HoldsAsync("m1", 1);
        }

        var path = _folder.Combine("blobs", hash.ToString()[..2], hash.ToString());
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[100_000] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        _plane.BlobRequests.Clear();

        await using var restarted = await StartAsync();
        using var response = await restarted.GetPackageAsync("m1");
        Assert.True((await response.Content.ReadAsByteArrayAsync()).AsSpan().IndexOf(content) > 0);
        Assert.Equal(hash.ToString(), Assert.Single(_plane.BlobRequests).Hash);
        Assert.True(File.Exists(_folder.Combine("quarantine", hash.ToString())));
        await restarted.HoldsAsync("m1", 1);
    }

    [Fact]
    public async Task DeletedMeeting_IsGoneAtOnce_ExceptWhatOthersShare()
    {
        await using var node = await StartAsync();
        byte[] shared = Bytes.Random(1000, 1), own = Bytes.Random(1000, 2);
        _plane.Publish("m1", 1, ("shared", shared), ("own", own));
        _plane.Publish("m2", 1, ("shared", shared));
        await node.HoldsAsync("m1", 1);
        await node.HoldsAsync("m2", 1);

        _plane.Delete("m1");

        await Eventually.BecomesTrueAsync(() => !node.Store.TryGetSize(BlobHash.Of(own), out _), TestCluster.Patience, "its own blob deleted");
        await Eventually.BecomesTrueAsync(() => _plane.Held.All(held => held.Id != "m1"), TestCluster.Patience, "it is not claimed any more");
        Assert.True(node.Store.TryGetSize(BlobHash.Of(shared), out _));
        using var response = await node.GetPackageAsync("m1");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task ClosedMeeting_IsEvicted_WhenAnActiveOneNeedsItsRoom()
    {
        await using var node = await StartAsync(("STORAGE_QUOTA_BYTES", "250000"));
        byte[] first = Bytes.Random(100_000, 1), second = Bytes.Random(100_000, 2), third = Bytes.Random(100_000, 3);
        _plane.Publish("m1", 1, ("a", first));
        await node.HoldsAsync("m1", 1);
        _plane.Publish("m2", 1, ("a", second));
        await node.HoldsAsync("m2", 1);

        // Nothing may be evicted yet: the third is refused, told, and does no harm.
        _plane.Publish("m3", 1, ("a", third));
        await Eventually.BecomesTrueAsync(
            async () => (await node.Client.GetStringAsync("/health")).Contains("m3", StringComparison.Ordinal), TestCluster.Patience, "/health says so");
        using (var refused = await node.GetPackageAsync("m3"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        _plane.Publish("m1", 2, MeetingStatus.Closed, ("a", first));
        await node.HoldsAsync("m3", 1);
        Assert.False(node.Store.TryGetSize(BlobHash.Of(first), out _));
        Assert.True(node.Store.TryGetSize(BlobHash.Of(second), out _));
        Assert.DoesNotContain("m3", await node.Client.GetStringAsync("/health"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FullDisk_IsTold_AndOvercome_WhenThereIsRoom()
    {
        await using var node = await StartAsync();
        node.Disk.Free = 100;
        _plane.Publish("m1", 1, ("a", Bytes.Random(200_000)));
        await Eventually.BecomesTrueAsync(
            async () => (await node.Client.GetStringAsync("/health")).Contains("free", StringComparison.Ordinal), TestCluster.Patience, "/health says so");
        Assert.Empty(node.Store.Enumerate());

        node.Disk.Free = 1L << 40;
        await node.HoldsAsync("m1", 1);
    }

    [Fact]
    public async Task Manifest_IsNotBelieved_WhereItContradictsTheMetadata()
    {
        await using var node = await StartAsync();
        _plane.Publish("m1", 1, ("a", [1]));
        await node.HoldsAsync("m1", 1);

        _plane.Publish("m2", 1, MeetingStatus.Draft, ("b", [2]));
        _plane.Change("m2", manifest => manifest with
        {
            Status = MeetingStatus.Active,
            Files = [manifest.Files[0] with { Crc32 = "00000000" }],
        });
        using var response = await node.GetPackageAsync("m2");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.DoesNotContain(_plane.Held, held => held.Id == "m2");
    }

    [Fact]
    public async Task Poll_CatchesWhatNoEventTold()
    {
        await using var node = await StartAsync();
        _plane.Publish("m1", 1, MeetingStatus.Draft, ("a", [1]));
        await Eventually.BecomesTrueAsync(() => !_plane.Heartbeats.IsEmpty, TestCluster.Patience, "a heartbeat");
        _plane.Change("m1", manifest => manifest with { Status = MeetingStatus.Active, Version = 2 });
        await node.HoldsAsync("m1", 2);
    }

    [Fact]
    public async Task Poll_CatchesWhatNoEventTold_WhileAnotherMeetingIsFetched()
    {
        _plane.Publish("m2", 1, MeetingStatus.Draft, ("b", [1]));
        await using var node = await StartAsync();
        var large = Bytes.Random(500_000);
        var asked = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _plane.SendBlob = async (context, bytes) =>
        {
            if (bytes.Length == large.Length)
            {
                asked.TrySetResult();
                await release.Task;
            }

            await context.Response.Body.WriteAsync(bytes);
        };
        _plane.Publish("m1", 1, ("a", large));
        await asked.Task;
        var polls = _plane.Polls;
        await Eventually.BecomesTrueAsync(() => _plane.Polls > polls, TestCluster.Patience, "a poll that finds the first on its way");
        _plane.Change("m2", manifest => manifest with { Status = MeetingStatus.Active, Version = 2 });

        await node.HoldsAsync("m2", 2);

        Assert.DoesNotContain(_plane.Held, held => held.Id == "m1");
        release.SetResult();
        await node.HoldsAsync("m1", 1);
    }

    [Fact]
    public async Task DiskThatFillsDuringATransfer_IsTold_AndOvercome_WhenThereIsRoom()
    {
        await using var node = await StartAsync(("SYNC_INTERVAL", "3600"));
        // One at the start, one when the event stream is up; from then on the meeting is asked for once.
        await Eventually.BecomesTrueAsync(() => _plane.Polls == 2, TestCluster.Patience, "the last poll for an hour");
        // More than are fetched at a time: the disk is full when the last ones begin.
        var files = Enumerable.Range(0, 12).Select(i => ($"{i}", Bytes.Random(300_000, i))).ToArray();
        _plane.SendBlob = async (context, bytes) =>
        {
            node.Disk.Free = bytes.Length == 300_000 ? 100 : node.Disk.Free;
            await context.Response.Body.WriteAsync(bytes);
        };
        _plane.Publish("m1", 1, files);

        await Eventually.BecomesTrueAsync(
            async () => (await node.Client.GetStringAsync("/health")).Contains("m1", StringComparison.Ordinal), TestCluster.Patience, "/health says so");
        Assert.DoesNotContain(_plane.Held, held => held.Id == "m1");
        _plane.SendBlob = null;
        node.Disk.Free = 1L << 40;
        _plane.Announce("m1", 1, MeetingActions.Updated);
        await node.HoldsAsync("m1", 1);
        Assert.DoesNotContain("m1", await node.Client.GetStringAsync("/health"), StringComparison.Ordinal);
    }

    private Task<TestNode> StartAsync(params (string, string)[] settings) => TestNode.StartAsync(_plane, _folder, settings);
}
