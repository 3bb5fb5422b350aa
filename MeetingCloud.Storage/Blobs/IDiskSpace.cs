namespace MeetingCloud.Storage.Blobs;

/// <summary>How much room there is; an interface so that a disk can be declared full.</summary>
public interface IDiskSpace
{
    /// <summary>Room on the volume that holds <paramref name="path"/>.</summary>
    DiskSpace Measure(string path);
}
