using System.Runtime.InteropServices;

namespace MeetingCloud.Storage.Packages;

/// <summary>A stretch of a package.</summary>
/// <param name="Index">Of the entry; 0 for the tail.</param>
/// <param name="Start">From the package's start.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PackagePart(PackagePartKind Kind, int Index, long Start, long Length);

internal enum PackagePartKind
{
    LocalHeader,
    Data,
    CentralRecord,
    Tail,
}
