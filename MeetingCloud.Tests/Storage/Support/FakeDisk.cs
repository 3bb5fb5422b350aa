using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Tests.Storage.Support;

/// <summary>A disk that is as full as a test says.</summary>
internal sealed class FakeDisk : IDiskSpace
{
    public long Free { get; set; } = long.MaxValue;

    /// <summary>What asking it throws; null for a disk that answers.</summary>
    public Exception? Fault { get; set; }

    public DiskSpace Measure(string path) => Fault is { } fault ? throw fault : new DiskSpace(long.MaxValue, Free);
}
