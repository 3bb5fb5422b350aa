using MeetingCloud.Contracts;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Node.Support;
using MeetingCloud.Tests.Storage.Support;
using MeetingCloud.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.Node.Eviction;

/// <summary>What a node gives up for new meetings, and what it does not.</summary>
public sealed class NodeEvictionTests : IAsyncLifetime
{
    private FakeControlPlane _plane = null!;

    public async Task InitializeAsync() => _plane = await FakeControlPlane.StartAsync();

    public async Task DisposeAsync() => await _plane.DisposeAsync();

    [Fact]
    public async Task ClosedMeeting_IsEvicted_WhenNotEvenTheMetadataOfANewOneFitsOnTheDisk()
    {
        var disk = new MeasuredDisk();
        await using var node = await TestNode.StartAsync(_plane, services => services.AddSingleton<IDiskSpace>(disk));
        var old = Bytes.Random(200_000, 1);
        _plane.Publish("m1", 1, ("a", old));
        await node.HoldsAsync("m1", 1);
        disk.Total = disk.Used + node.Service<BlobStoreOptions>().ReservedBytes;

        _plane.Publish("m1", 2, MeetingStatus.Closed, ("a", old));
        _plane.Publish("m2", 1, ("a", Bytes.Random(100_000, 2)));
        await node.HoldsAsync("m2", 1);

        Assert.False(node.Store.TryGetSize(BlobHash.Of(old), out _));
    }

    [Fact]
    public async Task NothingIsEvicted_ForWhatDoesNotFit_BecauseTheOldMeetingSharesItsBlobs()
    {
        await using var node = await TestNode.StartAsync(_plane, null, ("STORAGE_QUOTA_BYTES", "250000"));
        byte[] shared = Bytes.Random(100_000, 1), own = Bytes.Random(20_000, 2);
        _plane.Publish("m1", 1, ("a", shared));
        await node.HoldsAsync("m1", 1);
        await CloseAsync(node, "m2", ("a", shared), ("b", own));

        // 130,000 are free. All of the closed meeting is 120,000; what it alone holds is 20,000.
        await RefuseAsync(node, "m3", 200_000);

        Assert.True(node.Store.TryGetSize(BlobHash.Of(own), out _));
    }

    [Fact]
    public async Task NothingIsEvicted_ForWhatDoesNotFit_BecauseRoomIsPromised()
    {
        await using var node = await TestNode.StartAsync(_plane, null, ("STORAGE_QUOTA_BYTES", "400000"));
        var old = Bytes.Random(100_000, 1);
        await CloseAsync(node, "m1", ("a", old));
        var (asked, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        _plane.SendBlob = async (context, bytes) =>
        {
            if (bytes.Length == 150_000)
            {
                asked.TrySetResult();
                await release.Task;
            }

            await context.Response.Body.WriteAsync(bytes);
        };
        _plane.Publish("m2", 1, ("a", Bytes.Random(150_000, 2)));
        await asked.Task;

        // 300,000 are free, half of them promised.
        await RefuseAsync(node, "m3", 290_000);

        Assert.True(node.Store.TryGetSize(BlobHash.Of(old), out _));
        release.SetResult();
        await node.HoldsAsync("m2", 1);
    }

    private async Task CloseAsync(TestNode node, string id, params (string, byte[])[] files)
    {
        _plane.Publish(id, 1, files);
        await node.HoldsAsync(id, 1);
        _plane.Publish(id, 2, MeetingStatus.Closed, files);
        await Eventually.BecomesTrueAsync(() => _plane.Held.All(held => held.Id != id), TestCluster.Patience, $"{id} is closed");
    }

    private async Task RefuseAsync(TestNode node, string id, int size)
    {
        _plane.Publish(id, 1, ("a", Bytes.Random(size, 9)));
        await Eventually.BecomesTrueAsync(
            async () => (await node.Client.GetStringAsync("/health")).Contains(id, StringComparison.Ordinal), TestCluster.Patience, "/health says so");
    }
}
