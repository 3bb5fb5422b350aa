using System.Runtime.InteropServices;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Storage.Packages;

/// <summary>One entry of a package.</summary>
/// <param name="Offset">Of its local header, from the package's start.</param>
/// <param name="CentralOffset">Of its record in the central directory, from the directory's start.</param>
/// <param name="NameStart">Where its name begins in the names of all entries, which are in UTF-8.</param>
/// <param name="DosTime">Date in the upper 16 bits, time in the lower (MS-DOS).</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PackageEntry(
    BlobHash Hash, long Offset, long CentralOffset, long Size, uint Crc32, uint DosTime, int NameStart, ushort NameLength);
