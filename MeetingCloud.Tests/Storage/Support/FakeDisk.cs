using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Tests.Storage.Support;

/// <summary>A disk that is as full as a test says.</summary>
internal sealed class FakeDisk : IDiskSpace
{
    public long Free { get; set; } = long.MaxValue;

    public DiskSpace Measure(string path) => new(long.MaxValue, Free);
}
