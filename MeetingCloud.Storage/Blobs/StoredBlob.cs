using System.Runtime.InteropServices;

namespace MeetingCloud.Storage.Blobs;

/// <summary>A blob as the store lists it.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="LastWrite">When it was last added; adding it again renews this.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct StoredBlob(BlobHash Hash, long Size, DateTimeOffset LastWrite);
