using MeetingCloud.Dav.Http;

namespace MeetingCloud.Dav.Store;

/// <summary>A file or a collection, as it was when it was looked up.</summary>
/// <param name="FullPath">Where it is on the disk.</param>
/// <param name="Length">Bytes; 0 for a collection.</param>
internal sealed record DavResource(DavPath Path, string FullPath, bool IsCollection, long Length, DateTimeOffset Modified, DateTimeOffset Created)
{
    /// <summary>
    /// A strong entity tag, quotes included; null for a collection. No two contents of this store have the same time of modification
    /// (<see cref="ModificationStamps"/>), so it changes with every write, is the same after a restart, and moves with the file.
    /// </summary>
    public string? EntityTag => IsCollection ? null : $"\"{Modified.UtcTicks:x}-{Length:x}\"";

    /// <summary>The time of modification as HTTP can tell it: whole seconds.</summary>
    public DateTimeOffset LastModified => new(Modified.UtcTicks - (Modified.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    public string Href => Path.Href(IsCollection);

    public static DavResource? From(DavPath path, FileSystemInfo info)
    {
        var attributes = info.Attributes;
        // −1: nothing there. Links could lead out of the root, so they are nothing either.
        if ((int)attributes == -1 || attributes.HasFlag(FileAttributes.ReparsePoint))
        {
            return null;
        }

        var isCollection = attributes.HasFlag(FileAttributes.Directory);
        return new DavResource(
            path,
            info.FullName,
            isCollection,
            isCollection ? 0 : ((FileInfo)info).Length,
            new DateTimeOffset(info.LastWriteTimeUtc, TimeSpan.Zero),
            new DateTimeOffset(info.CreationTimeUtc, TimeSpan.Zero));
    }
}
