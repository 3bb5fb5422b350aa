using System.Text;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Storage.Packages;

/// <summary>The entries of a package with their places, and the bytes around the entries' data.</summary>
internal sealed class PackageDirectory
{
    /// <summary>The largest record: a header with the longest name and all extra fields.</summary>
    public const int MaxRecordSize = 46 + 6 + PackagePath.MaxBytes + 4 + (3 * sizeof(long));

    private const string MetadataName = "metadata.json";
    private const string FilesPrefix = "files/";

    private readonly PackageEntry[] _entries;
    private readonly byte[] _names;
    private readonly long _centralOffset;
    private readonly long _centralSize;

    private PackageDirectory(PackageEntry[] entries, byte[] names, long centralOffset, long centralSize)
    {
        _entries = entries;
        _names = names;
        _centralOffset = centralOffset;
        _centralSize = centralSize;
        Length = centralOffset + centralSize + ZipFormat.TailSize(entries.Length, centralSize, centralOffset);
    }

    public long Length { get; }

    public int Count => _entries.Length;

    public ref readonly PackageEntry this[int index] => ref _entries[index];

    public static PackageDirectory Create(ReadOnlySpan<byte> metadata, PackageDescription description)
    {
        var names = new byte[MetadataName.Length + description.Files.Sum(file => FilesPrefix.Length + Encoding.UTF8.GetByteCount(file.Path))];
        var entries = new PackageEntry[description.Files.Count + 1];
        // The metadata has no time of its own: it is as old as what it lists.
        var newest = description.Files.Count == 0 ? DateTimeOffset.UnixEpoch : description.Files.Max(file => file.UpdatedAt);
        var nameEnd = 0;
        var offset = 0L;
        var centralOffset = 0L;

        Add(0, BlobHash.Of(metadata), metadata.Length, Crc32.Of(metadata), newest, Encoding.UTF8.GetBytes(MetadataName, names));
        for (var i = 0; i < description.Files.Count; i++)
        {
            var file = description.Files[i];
            var name = names.AsSpan(nameEnd);
            var nameLength = Encoding.UTF8.GetBytes(FilesPrefix, name);
            nameLength += Encoding.UTF8.GetBytes(file.Path, name[nameLength..]);
            Add(i + 1, file.Sha256, file.Size, file.Crc32, file.UpdatedAt, nameLength);
        }

        return new PackageDirectory(entries, names, offset, centralOffset);

        void Add(int index, BlobHash hash, long size, uint crc32, DateTimeOffset time, int nameLength)
        {
            entries[index] = new PackageEntry(
                hash, offset, centralOffset, size, crc32, ZipFormat.DosTime(time), nameEnd, (ushort)nameLength);
            nameEnd += nameLength;
            offset = checked(offset + ZipFormat.LocalSize(entries[index]) + size);
            centralOffset += ZipFormat.CentralSize(entries[index]);
        }
    }

    /// <summary>The part of the package that holds the byte at <paramref name="offset"/>, by binary search.</summary>
    public PackagePart Locate(long offset)
    {
        if (offset >= _centralOffset + _centralSize)
        {
            var start = _centralOffset + _centralSize;
            return new PackagePart(PackagePartKind.Tail, 0, start, Length - start);
        }

        var inCentral = offset >= _centralOffset;
        var low = 0;
        var high = _entries.Length - 1;
        while (low < high)
        {
            var middle = high - ((high - low) / 2);
            var start = inCentral ? _centralOffset + _entries[middle].CentralOffset : _entries[middle].Offset;
            (low, high) = start <= offset ? (middle, high) : (low, middle - 1);
        }

        ref readonly var entry = ref _entries[low];
        if (inCentral)
        {
            return new PackagePart(
                PackagePartKind.CentralRecord, low, _centralOffset + entry.CentralOffset, ZipFormat.CentralSize(entry));
        }

        var header = ZipFormat.LocalSize(entry);
        return offset < entry.Offset + header
            ? new PackagePart(PackagePartKind.LocalHeader, low, entry.Offset, header)
            : new PackagePart(PackagePartKind.Data, low, entry.Offset + header, entry.Size);
    }

    /// <summary>Writes the bytes of a part that is no data.</summary>
    public void Render(in PackagePart part, Span<byte> to)
    {
        ref readonly var entry = ref _entries[part.Index];
        var name = _names.AsSpan(entry.NameStart, entry.NameLength);
        switch (part.Kind)
        {
            case PackagePartKind.LocalHeader:
                ZipFormat.WriteLocal(to, entry, name);
                break;
            case PackagePartKind.CentralRecord:
                ZipFormat.WriteCentral(to, entry, name);
                break;
            default:
                ZipFormat.WriteTail(to, _entries.Length, _centralSize, _centralOffset);
                break;
        }
    }
}
