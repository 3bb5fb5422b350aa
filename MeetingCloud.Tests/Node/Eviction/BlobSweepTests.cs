using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Node.Support;
using MeetingCloud.Tests.Storage.Support;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Node.Eviction;

public sealed class BlobSweepTests
{
    [Fact]
    public async Task TransferThatNobodyWants_IsGivenUp_AfterAWhile()
    {
        await using var plane = await FakeControlPlane.StartAsync();
        await using var node = await TestNode.StartAsync(plane);
        var young = await BreakOffAsync(node, Bytes.Random(1000, 1), age: TimeSpan.Zero);
        await BreakOffAsync(node, Bytes.Random(1000, 2), age: TimeSpan.FromHours(1));

        await Eventually.BecomesTrueAsync(() => node.Store.EnumeratePartial().Count() == 1, TestCluster.Patience, "the old one is given up");

        var polls = plane.Polls;
        await Eventually.BecomesTrueAsync(() => plane.Polls > polls + 1, TestCluster.Patience, "further polls");
        Assert.Equal(young, Assert.Single(node.Store.EnumeratePartial()).Hash);
    }

    /// <summary>Leaves a tenth of a blob.</summary>
    private static async Task<BlobHash> BreakOffAsync(TestNode node, byte[] bytes, TimeSpan age)
    {
        var hash = BlobHash.Of(bytes);
        using (var partial = await node.Store.OpenPartialAsync(hash, bytes.Length, CancellationToken.None))
        {
            await partial.AppendAsync(bytes.AsMemory(0, bytes.Length / 10), CancellationToken.None);
            var path = Path.Combine(node.Store.RootPath, "tmp", $"{hash}.part");
            File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path) - age);
        }

        return hash;
    }
}
