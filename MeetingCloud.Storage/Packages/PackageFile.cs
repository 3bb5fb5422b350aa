using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Storage.Packages;

/// <summary>A file of a package.</summary>
/// <param name="Path">Relative and slash-separated (<see cref="PackagePath"/>); in the ZIP below <c>files/</c>.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Crc32">The CRC-32 that ZIP uses (ISO 3309).</param>
/// <param name="UpdatedAt">The entry's time: UTC, stored by ZIP in even seconds from 1980 to 2107.</param>
public sealed record PackageFile(
    string Path,
    long Size,
    string ContentType,
    BlobHash Sha256,
    uint Crc32,
    DateTimeOffset UpdatedAt);
