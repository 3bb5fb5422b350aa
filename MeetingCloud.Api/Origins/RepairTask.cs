using System.Runtime.InteropServices;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Api.Origins;

/// <summary>Something to be done about a blob's copies.</summary>
/// <param name="Verify">Whether they are all read first, because one of them is wrong.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RepairTask(BlobHash Blob, long Size, bool Verify);
