using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Storage.Support;

namespace MeetingCloud.Tests.Storage.Blobs;

public sealed class DiskErrorsTests
{
    [Fact]
    public void IsFull_KnowsTheErrorsOfTheSystem()
    {
        Exception error;
        if (OperatingSystem.IsLinux())
        {
            // A device that is always full.
            using var full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write);
            error = Assert.ThrowsAny<Exception>(() => RandomAccess.Write(full, new byte[1], 0));
        }
        else
        {
            error = new IOException("ERROR_DISK_FULL", OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28);
        }

        Assert.True(DiskErrors.IsFull(error));
        Assert.IsType<StorageFullException>(DiskErrors.AsFull(error, "/x/y"));
        Assert.False(DiskErrors.IsFull(new FileNotFoundException()));
        Assert.False(DiskErrors.IsFull(new IOException("another")));
    }

    [Fact]
    public void Create_SaysThatTheDiskIsFull_WhenTheAnnouncedSizeDoesNotFit()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Combine("huge");
        var size = new VolumeDiskSpace().Measure(folder.Path).Total * 2;
        Assert.Throws<StorageFullException>(() => TemporaryFile.Create(path, size));
        Assert.False(File.Exists(path));
    }
}
