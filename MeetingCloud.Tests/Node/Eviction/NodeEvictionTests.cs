using MeetingCloud.Contracts;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Node.Support;
using MeetingCloud.Tests.Storage.Support;
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
}
