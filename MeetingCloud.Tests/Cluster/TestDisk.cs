using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Tests.Cluster;

/// <summary>A volume of 1 TB that is empty, or full, as a test says.</summary>
public sealed class TestDisk : IDiskSpace
{
    private const long Total = 1L << 40;

    public bool IsFull { get; set; }

    public DiskSpace Measure(string path) => new(Total, IsFull ? 0 : Total);
}
