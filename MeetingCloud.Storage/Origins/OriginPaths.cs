using System.Globalization;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Storage.Origins;

/// <summary>
/// Names of the pool's files: <c>{folder}/{first digit}/{sha256}.{copy}</c>, parts with <c>.{number}</c> behind. Sixteen folders: few
/// enough to be made within a small budget, enough that none grows beyond what servers list well.
/// </summary>
public static class OriginPaths
{
    public static string FolderOf(string root, BlobHash blob) => $"{root}/{blob.ToString()[0]}";

    public static string FileOf(string root, BlobHash blob, OriginCopy copy, int part) => copy.PartSize == 0
        ? $"{FolderOf(root, blob)}/{blob}.{copy.Id}"
        : string.Create(CultureInfo.InvariantCulture, $"{FolderOf(root, blob)}/{blob}.{copy.Id}.{part:D5}");

    /// <summary>How many files a copy is.</summary>
    public static int Parts(OriginCopy copy, long size) => Parts(copy.PartSize, size);

    /// <inheritdoc cref="Parts(OriginCopy, long)"/>
    /// <param name="partSize">Bytes of each file but the last; 0 for a copy that is whole.</param>
    public static int Parts(long partSize, long size) => partSize == 0 ? 1 : (int)Math.Max(1, (size + partSize - 1) / partSize);

    /// <summary>Where a part lies in the blob.</summary>
    public static (long Offset, long Length) Extent(OriginCopy copy, long size, int part) => copy.PartSize == 0
        ? (0, size)
        : (part * copy.PartSize, Math.Min(copy.PartSize, size - (part * copy.PartSize)));
}
