using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Node.Support;
using MeetingCloud.Tests.Storage.Support;
using MeetingCloud.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace MeetingCloud.Tests.Node;

/// <summary>What goes wrong in the background ends neither the node nor the background.</summary>
public sealed class NodeFaultTests : IAsyncLifetime
{
    private FakeControlPlane _plane = null!;

    public async Task InitializeAsync() => _plane = await FakeControlPlane.StartAsync();

    public async Task DisposeAsync() => await _plane.DisposeAsync();

    [Fact]
    public async Task Node_GoesOn_WhenTheControlPlanesErrorsCannotBeRead()
    {
        await using var node = await TestNode.StartAsync(_plane);
        await Eventually.BecomesTrueAsync(() => !_plane.Heartbeats.IsEmpty, TestCluster.Patience, "a heartbeat");
        var answered = 0;
        _plane.Fault = async context =>
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            context.Response.ContentType = "text/plain; charset=nobody-knows";
            context.Response.ContentLength = 20;
            await context.Response.Body.WriteAsync(new byte[20]);
            Interlocked.Increment(ref answered);
            return true;
        };
        await Eventually.BecomesTrueAsync(() => Volatile.Read(ref answered) >= 6, TestCluster.Patience, "errors for polls and heartbeats");

        _plane.Fault = null;
        _plane.Publish("m1", 1, ("a", [1]));

        await node.HoldsAsync("m1", 1);
        AssertRuns(node);
    }

    [Fact]
    public async Task Heartbeats_GoOn_WhenTheDiskDidNotSayHowFullItIs()
    {
        await using var node = await TestNode.StartAsync(_plane);
        await Eventually.BecomesTrueAsync(() => !_plane.Heartbeats.IsEmpty, TestCluster.Patience, "a heartbeat");

        node.Disk.Fault = new IOException("The disk does not answer.");
        await Eventually.BecomesTrueAsync(
            async () => (await node.Client.GetStringAsync("/health")).Contains("does not answer", StringComparison.Ordinal), TestCluster.Patience, "/health says so");
        var before = _plane.Heartbeats.Count;
        node.Disk.Fault = null;

        await Eventually.BecomesTrueAsync(() => _plane.Heartbeats.Count > before, TestCluster.Patience, "a further heartbeat");
        AssertRuns(node);
    }

    [Fact]
    public async Task Sweep_IsTriedAgain_WhenTheDiskRefusedIt()
    {
        await using var node = await TestNode.StartAsync(_plane);
        var litter = (await node.Store.AddAsync(new MemoryStream([1, 2, 3]))).Hash;
        // Where deleted blobs pass through is no folder any more.
        var temporary = Path.Combine(node.Store.RootPath, "tmp");
        Directory.Move(temporary, temporary + ".away");
        await File.WriteAllTextAsync(temporary, "");
        // Not before: as long as it is young no sweep takes it.
        File.SetLastWriteTimeUtc(PathOf(node, litter), DateTime.UnixEpoch);
        var polls = _plane.Polls;
        await Eventually.BecomesTrueAsync(() => _plane.Polls > polls + 2, TestCluster.Patience, "polls go on");
        Assert.True(node.Store.TryGetSize(litter, out _));

        File.Delete(temporary);
        Directory.Move(temporary + ".away", temporary);

        await Eventually.BecomesTrueAsync(() => !node.Store.TryGetSize(litter, out _), TestCluster.Patience, "the litter is swept");
        AssertRuns(node);
    }

    [Fact]
    public async Task Verification_GoesOn_WhenABadBlobCannotBePutAside()
    {
        using var folder = new TemporaryFolder();
        var (stuck, bad) = (Bytes.Random(1000, 1), Bytes.Random(1000, 2));
        await using (var node = await TestNode.StartAsync(_plane, folder))
        {
            _plane.Publish("m1", 1, ("a", stuck), ("b", bad));
            await node.HoldsAsync("m1", 1);
            foreach (var content in new[] { stuck, bad })
            {
                await File.WriteAllBytesAsync(PathOf(node, BlobHash.Of(content)), new byte[content.Length]);
            }
        }

        // A file cannot take a folder's place.
        Directory.CreateDirectory(folder.Combine("quarantine", BlobHash.Of(stuck).ToString(), "full"));
        await using var restarted = await TestNode.StartAsync(_plane, folder);

        await Eventually.BecomesTrueAsync(
            () => File.Exists(folder.Combine("quarantine", BlobHash.Of(bad).ToString())), TestCluster.Patience, "the other bad blob is put aside");
        AssertRuns(restarted);
    }

    private static string PathOf(TestNode node, BlobHash hash) => Path.Combine(node.Store.RootPath, "blobs", hash.ToString()[..2], hash.ToString());

    private static void AssertRuns(TestNode node) =>
        Assert.False(node.Service<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested, "the node is told to end");
}
