using System.Runtime.InteropServices;

namespace MeetingCloud.Storage.Blobs;

/// <summary>Room on a volume, in bytes.</summary>
/// <param name="Free">What this process may still write.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DiskSpace(long Total, long Free);
