using System.Net;
using System.Net.Http.Headers;
using MeetingCloud.Contracts;
using MeetingCloud.Node.Peers;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Node.Support;
using MeetingCloud.Tests.Storage.Support;
using MeetingCloud.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.Node.Peers;

/// <summary>What one node of a site gives to the others, and gets of them.</summary>
public sealed class NeighbourTests : IAsyncLifetime
{
    private const string Self = "node-1";
    private readonly byte[] _content = Bytes.Random(1_000_000);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FakeControlPlane _plane = null!;

    private BlobHash Hash => BlobHash.Of(_content);

    public async Task InitializeAsync() => _plane = await FakeControlPlane.StartAsync();

    public async Task DisposeAsync()
    {
        _release.TrySetResult();
        await _plane.DisposeAsync();
    }

    [Fact]
    public async Task Follower_GetsABlobAsItArrives_AndTheControlPlaneIsAskedOnce()
    {
        HoldBackAfter(300_000, _plane);
        await using var node = await TestNode.StartAsync(_plane);
        _plane.Publish("m1", 1, ("a", _content));
        using var response = await FollowAsync(node, NameAfter(Self), wait: 3);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        var body = await response.Content.ReadAsStreamAsync();
        var got = new byte[_content.Length];
        await body.ReadExactlyAsync(got.AsMemory(0, 250_000)).AsTask().WaitAsync(TestCluster.Patience);
        Assert.DoesNotContain(new HeldMeeting("m1", 1), _plane.Held);
        _release.SetResult();
        await body.ReadExactlyAsync(got.AsMemory(250_000)).AsTask().WaitAsync(TestCluster.Patience);

        Assert.Equal(_content, got);
        Assert.Single(_plane.BlobRequests, request => request.Hash == Hash.ToString());
    }

    [Fact]
    public async Task Follower_IsKeptWaiting_UntilTheNodeHearsOfTheMeeting()
    {
        await using var node = await TestNode.StartAsync(_plane);
        await Eventually.BecomesTrueAsync(() => !_plane.Heartbeats.IsEmpty, TestCluster.Patience, "a heartbeat");
        var asked = FollowAsync(node, NameAfter(Self), wait: 10);
        _plane.Publish("m1", 1, ("a", _content));
        using var response = await asked;
        Assert.Equal(_content, await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Follower_OfWhatTheNodeNeverHearsOf_IsRefused()
    {
        await using var node = await TestNode.StartAsync(_plane);
        using var response = await FollowAsync(node, NameAfter(Self), wait: 1);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task NodeWhoseTurnItIs_AsksWhoStoodInForIt_BeforeTheControlPlane()
    {
        await using var standIn = await FakeControlPlane.StartAsync();
        standIn.Publish("m1", 1, ("a", _content));
        _plane.Neighbours = [new Peer(NameAfter(Self), standIn.Url)];
        await using var node = await TestNode.StartAsync(_plane);
        _plane.Publish("m1", 1, ("a", _content));
        await node.HoldsAsync("m1", 1);
        Assert.Single(standIn.BlobRequests, request => request.Hash == Hash.ToString());
        Assert.DoesNotContain(_plane.BlobRequests, request => request.Hash == Hash.ToString());
    }

    [Fact]
    public async Task NodeBeforeThisOne_GetsWhatComesFromTheControlPlane_UntilItComesFromElsewhere()
    {
        HoldBackAfter(300_000, _plane, thenBreak: true);
        await using var node = await TestNode.StartAsync(_plane);
        _plane.Publish("m1", 1, ("a", _content));
        await Eventually.BecomesTrueAsync(() => _plane.BlobRequests.Any(r => r.Hash == Hash.ToString()), TestCluster.Patience, "the transfer runs");
        using var response = await FollowAsync(node, NameBefore(Self), wait: 0);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[250_000]).AsTask().WaitAsync(TestCluster.Patience);

        _release.SetResult();

        await Assert.ThrowsAnyAsync<Exception>(() => body.CopyToAsync(Stream.Null).WaitAsync(TestCluster.Patience));
    }

    [Fact]
    public async Task NodeBeforeThisOne_GetsNothing_WhileThisOneWaitsForANeighbour()
    {
        // Both before this node: should either wait for it, they could wait in a circle.
        await using var first = await FakeControlPlane.StartAsync();
        first.Publish("m1", 1, ("a", _content));
        HoldBackAfter(300_000, first);
        _plane.Neighbours = [new Peer(NameBefore(Self), first.Url)];
        await using var node = await TestNode.StartAsync(_plane);
        _plane.Publish("m1", 1, ("a", _content));
        await Eventually.BecomesTrueAsync(() => first.BlobRequests.Any(r => r.Hash == Hash.ToString()), TestCluster.Patience, "the transfer runs");

        using (var refused = await FollowAsync(node, NameBefore(Self), wait: 10))
        {
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }

        _release.SetResult();
        await node.HoldsAsync("m1", 1);
        Assert.DoesNotContain(_plane.BlobRequests, request => request.Hash == Hash.ToString());
    }

    [Fact]
    public async Task Transfer_GoesOnAtTheControlPlane_FromTheSameByte_WhenTheNeighbourDies()
    {
        await using var first = await FakeControlPlane.StartAsync();
        first.Publish("m1", 1, ("a", _content));
        HoldBackAfter(400_000, first, thenBreak: true);
        _release.SetResult();
        _plane.Neighbours = [new Peer(NameBefore(Self), first.Url)];
        await using var node = await TestNode.StartAsync(_plane);
        _plane.Publish("m1", 1, ("a", _content));
        await node.HoldsAsync("m1", 1);

        var (_, range) = Assert.Single(_plane.BlobRequests, request => request.Hash == Hash.ToString());
        Assert.InRange(int.Parse(range["bytes=".Length..].TrimEnd('-')), 1, 400_000);
        Assert.True(await node.Store.VerifyAsync(Hash));
    }

    [Fact]
    public async Task Synchronisation_IsHeldUpByNoNeighbour_ThatIsGoneOrSilent()
    {
        // Whichever turn it is: one refuses connections, the other takes them and says nothing.
        (string, byte[])[] files = [.. Enumerable.Range(0, 100).Select(i => ($"{i}", Bytes.Random(10_000, i)))];
        await using var silent = await FakeControlPlane.StartAsync();
        silent.Publish("m1", 1, files);
        silent.SendBlob = (_, _) => _release.Task;
        _plane.Neighbours = [new Peer("node-2", $"http://127.0.0.1:{Ports.Next()}"), new Peer("node-3", silent.Url)];
        await using var node = await TestNode.StartAsync(_plane, services => services.Configure<TransferOptions>(
            BlobSourceClient.NodesClient, transfer => transfer.HeadersTimeout = TimeSpan.FromSeconds(0.5)));

        _plane.Publish("m1", 1, files);
        await node.HoldsAsync("m1", 1);

        Assert.Equal(101, _plane.BlobRequests.Count);
        // By the transfers that ran side by side at first, and perhaps once more after the pause; not for each file.
        Assert.InRange(silent.BlobRequests.Count, 1, 20);
        _release.SetResult();
    }

    private static async Task<HttpResponseMessage> FollowAsync(TestNode node, string follower, int wait, BlobHash hash)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Routes.Blob(hash.ToString())}?{ContractHeaders.FollowerQuery}={follower}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "node-key-of-the-tests");
        request.Headers.Add("Prefer", $"wait={wait}");
        return await node.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(TestCluster.Patience);
    }

    private Task<HttpResponseMessage> FollowAsync(TestNode node, string follower, int wait) => FollowAsync(node, follower, wait, Hash);

    private void HoldBackAfter(int count, FakeControlPlane source, bool thenBreak = false) => source.SendBlob = async (context, bytes) =>
    {
        if (bytes.Length == _content.Length)
        {
            await context.Response.Body.WriteAsync(bytes[..count]);
            await context.Response.Body.FlushAsync();
            await _release.Task;
            if (thenBreak)
            {
                context.Abort();
                return;
            }

            bytes = bytes[count..];
        }

        await context.Response.Body.WriteAsync(bytes);
    };

    private string NameBefore(string node) => Names().First(name => Rendezvous.IsBefore(Hash.ToString(), name, node));

    private string NameAfter(string node) => Names().First(name => Rendezvous.IsBefore(Hash.ToString(), node, name));

    private static IEnumerable<string> Names() => Enumerable.Range(2, 1000).Select(i => $"node-{i}");
}
