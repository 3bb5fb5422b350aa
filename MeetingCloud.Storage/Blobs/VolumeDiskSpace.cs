namespace MeetingCloud.Storage.Blobs;

/// <summary>Room as the operating system tells it.</summary>
public sealed class VolumeDiskSpace : IDiskSpace
{
    public DiskSpace Measure(string path)
    {
        // Unix answers for the volume of any path; Windows wants the volume's root.
        var volume = new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(Path.GetFullPath(path))! : Path.GetFullPath(path));
        return new DiskSpace(volume.TotalSize, volume.AvailableFreeSpace);
    }
}
