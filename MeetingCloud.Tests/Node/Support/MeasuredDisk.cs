using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Tests.Node.Support;

/// <summary>A disk of a given size that holds what lies in the store's folder, and nothing else.</summary>
internal sealed class MeasuredDisk : IDiskSpace
{
    private string? _path;

    public long Total { get; set; } = 1L << 40;

    /// <summary>Bytes of all files.</summary>
    public long Used => new DirectoryInfo(_path!).EnumerateFiles("*", SearchOption.AllDirectories).Sum(LengthOf);

    public DiskSpace Measure(string path)
    {
        _path = path;
        return new DiskSpace(Total, Math.Max(0, Total - Used));
    }

    private static long LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }
}
