namespace MeetingCloud.Storage.Blobs;

/// <summary>What one pass over a blob's bytes tells.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Crc32">The CRC-32 that ZIP uses (ISO 3309).</param>
public sealed record BlobInfo(BlobHash Hash, long Size, uint Crc32);
