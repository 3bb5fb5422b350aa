using MeetingCloud.Node.Eviction;
using MeetingCloud.Node.Peers;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Node.Support;
using MeetingCloud.Tests.Storage.Support;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Node.Peers;

public sealed class NodeBlobsTests : IAsyncLifetime
{
    private readonly byte[] _content = Bytes.Random(100_000);
    private FakeControlPlane _plane = null!;

    private BlobHash Hash => BlobHash.Of(_content);

    public async Task InitializeAsync() => _plane = await FakeControlPlane.StartAsync();

    public async Task DisposeAsync() => await _plane.DisposeAsync();

    [Fact]
    public async Task BlobThatIsDeletedWhileItIsVerified_IsCountedOnce_AndNotTakenForLost()
    {
        await using var node = await TestNode.StartAsync(_plane, null, ("SYNC_INTERVAL", "3600"));
        _plane.Publish("m1", 1, ("a", _content));
        await node.HoldsAsync("m1", 1);
        var (blobs, budget) = (node.Service<NodeBlobs>(), node.Service<StorageBudget>());
        var used = budget.Used;
        // Bad bytes, so that it is looked at a second time, when it is gone.
        await File.WriteAllBytesAsync(
            Path.Combine(node.Store.RootPath, "blobs", Hash.ToString()[..2], Hash.ToString()), new byte[_content.Length]);

        Assert.False(await blobs.ScrubAsync(Hash, (_, _) =>
        {
            blobs.Delete(Hash);
            return ValueTask.CompletedTask;
        }));

        Assert.Equal(used - _content.Length, budget.Used);
        Assert.Contains(_plane.Held, held => held.Id == "m1");
    }

    [Fact]
    public async Task BadBlob_IsNotServed_WhenTheDiskDoesNotLetItGo()
    {
        await using var node = await TestNode.StartAsync(_plane, null, ("SYNC_INTERVAL", "3600"));
        _plane.Publish("m1", 1, ("a", _content));
        await node.HoldsAsync("m1", 1);
        var (blobs, budget) = (node.Service<NodeBlobs>(), node.Service<StorageBudget>());
        var used = budget.Used;
        var (asked, answered) = (new TaskCompletionSource(), new TaskCompletionSource());
        _plane.SendBlob = async (context, bytes) =>
        {
            asked.TrySetResult();
            await answered.Task;
            await context.Response.Body.WriteAsync(bytes);
        };
        await File.WriteAllBytesAsync(
            Path.Combine(node.Store.RootPath, "blobs", Hash.ToString()[..2], Hash.ToString()), new byte[_content.Length]);
        // A file cannot take a folder's place.
        Directory.CreateDirectory(Path.Combine(node.Store.RootPath, "quarantine", Hash.ToString(), "full"));

        Assert.False(await blobs.ScrubAsync(Hash, static (_, _) => ValueTask.CompletedTask));

        Assert.Null(await blobs.OpenStoredAsync(Hash, CancellationToken.None));
        await asked.Task.WaitAsync(TestCluster.Patience);
        await Eventually.BecomesTrueAsync(() => !_plane.Held.Any(held => held.Id == "m1"), TestCluster.Patience, "it is not claimed");
        answered.SetResult();
        await node.HoldsAsync("m1", 1);
        using (var content = await blobs.OpenStoredAsync(Hash, CancellationToken.None))
        {
            Assert.Equal(_content, await content!.ReadAllAsync());
        }

        Assert.Equal(used, budget.Used);
    }

    [Fact]
    public async Task TransferOfWrongBytes_IsPassedOnToNobody_WhenItHasEnded()
    {
        await using var node = await TestNode.StartAsync(_plane);
        _plane.AddBlob(_content);
        _plane.SendBlob = async (context, bytes) => await context.Response.Body.WriteAsync(new byte[bytes.Length]);

        await Assert.ThrowsAsync<BlobMismatchException>(
            () => node.Service<NodeBlobs>().EnsureAsync(Hash, _content.Length, BlobSources.None, CancellationToken.None));

        Assert.Null(node.Service<DirectTransfers>().Find(Hash));
    }
}
