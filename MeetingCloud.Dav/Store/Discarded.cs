namespace MeetingCloud.Dav.Store;

/// <summary>Removes what no client sees any more.</summary>
internal static class Discarded
{
    private static readonly EnumerationOptions s_everything = new() { AttributesToSkip = FileAttributes.None, RecurseSubdirectories = true };

    /// <returns>The bytes of the files that were in it.</returns>
    public static long Remove(string path)
    {
        if (!Directory.Exists(path))
        {
            var file = new FileInfo(path);
            var length = file.Exists ? file.Length : 0;
            file.Delete();
            return length;
        }

        var total = SizeOf(path);
        Directory.Delete(path, recursive: true);
        return total;
    }

    /// <summary>The bytes of all files in a folder; links count nothing and are not followed.</summary>
    public static long SizeOf(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", s_everything)
        .Where(static file => !file.Attributes.HasFlag(FileAttributes.ReparsePoint))
        .Sum(static file => file.Length);
}
