using MeetingCloud.Node.Eviction;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Tests.Node.Eviction;

public sealed class BlobReferencesTests
{
    private static readonly (BlobHash Hash, long Size) s_one = (BlobHash.Of("1"u8), 1);
    private static readonly (BlobHash Hash, long Size) s_two = (BlobHash.Of("2"u8), 2);

    [Fact]
    public void Release_DeletesABlob_WhenItsLastPackageIsGone()
    {
        var references = new BlobReferences();
        var deleted = new List<BlobHash>();
        // A file that is in a package twice counts twice.
        references.Add([s_one, s_one, s_two]);
        references.Add([s_two]);

        references.Release([s_one, s_one, s_two], deleted.Add);
        Assert.Equal([s_one.Hash], deleted);
        Assert.True(references.TryGetSize(s_two.Hash, out var size));
        Assert.Equal(2, size);
        references.DeleteIfUnneeded(s_two.Hash, deleted.Add);
        Assert.Equal([s_one.Hash], deleted);

        references.Release([s_two], deleted.Add);
        Assert.Equal([s_one.Hash, s_two.Hash], deleted);
        Assert.False(references.TryGetSize(s_two.Hash, out _));
    }
}
