using MeetingCloud.Contracts;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Node.Support;
using MeetingCloud.Tests.Storage.Support;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Node.Sync;

/// <summary>A meeting that is over and still held: it costs the control plane next to nothing, and nothing that becomes of it is missed.</summary>
public sealed class ClosedMeetingTests : IAsyncLifetime
{
    private readonly byte[] _content = Bytes.Random(1000);
    private FakeControlPlane _plane = null!;
    private int _manifests;
    private int _streams;

    public async Task InitializeAsync()
    {
        _plane = await FakeControlPlane.StartAsync();
        _plane.Fault = context =>
        {
            if (context.Request.Path.Value == Routes.SyncMeetings + "/m1")
            {
                Interlocked.Increment(ref _manifests);
            }
            else if (context.Request.Path.Value == Routes.SyncEvents)
            {
                Interlocked.Increment(ref _streams);
            }

            return Task.FromResult(false);
        };
    }

    public async Task DisposeAsync() => await _plane.DisposeAsync();

    [Fact]
    public async Task Polls_DoNotAskForItsManifest_WhileTheEventStreamIsUp()
    {
        await using var node = await HoldClosedAsync();
        // What older polls have asked for may still be under way.
        var settled = _plane.Polls;
        await Eventually.BecomesTrueAsync(() => _plane.Polls > settled + 1, TestCluster.Patience, "polls after it was closed");

        var (manifests, polls) = (Volatile.Read(ref _manifests), _plane.Polls);
        await Eventually.BecomesTrueAsync(() => _plane.Polls > polls + 3, TestCluster.Patience, "further polls");

        Assert.Equal(manifests, Volatile.Read(ref _manifests));
        Assert.True(node.Store.TryGetSize(BlobHash.Of(_content), out _));
    }

    [Fact]
    public async Task Deletion_IsHeardOf_ThoughItHappenedWhileNobodyListened()
    {
        await using var node = await HoldClosedAsync();
        await _plane.StopAsync();
        _plane.Delete("m1");

        await _plane.ListenAsync();

        await Eventually.BecomesTrueAsync(() => !node.Store.TryGetSize(BlobHash.Of(_content), out _), TestCluster.Patience, "its blob is deleted");
    }

    [Fact]
    public async Task Reopening_IsSeenByThePoll_ThoughNoEventToldOfIt()
    {
        await using var node = await HoldClosedAsync();

        _plane.Change("m1", manifest => manifest with { Status = MeetingStatus.Active, Version = 3 });

        await node.HoldsAsync("m1", 3);
    }

    private async Task<TestNode> HoldClosedAsync()
    {
        var node = await TestNode.StartAsync(_plane);
        _plane.Publish("m1", 1, ("a", _content));
        await node.HoldsAsync("m1", 1);
        await Eventually.BecomesTrueAsync(() => Volatile.Read(ref _streams) > 0, TestCluster.Patience, "the event stream");
        // One may be under way, and one follows the connection.
        var polls = _plane.Polls;
        await Eventually.BecomesTrueAsync(() => _plane.Polls > polls + 2, TestCluster.Patience, "an ordinary poll");
        _plane.Publish("m1", 2, MeetingStatus.Closed, ("a", _content));
        await Eventually.BecomesTrueAsync(() => _plane.Held.Count == 0, TestCluster.Patience, "it is not claimed any more");
        return node;
    }
}
