using System.Security.Cryptography;

namespace MeetingCloud.Storage.Blobs;

/// <summary>SHA-256, CRC-32 and size in one pass.</summary>
public sealed class BlobHasher : IDisposable
{
    // Bytes that fit the first-level cache are read from memory once for both sums.
    private const int CacheFriendly = 16 << 10;

    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private Crc32 _crc32;

    /// <summary>Bytes appended so far.</summary>
    public long Size { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Size += bytes.Length;
        while (!bytes.IsEmpty)
        {
            var part = bytes[..Math.Min(bytes.Length, CacheFriendly)];
            _sha256.AppendData(part);
            _crc32.Append(part);
            bytes = bytes[part.Length..];
        }
    }

    /// <summary>What the bytes are. The hasher is of no further use.</summary>
    public BlobInfo Finish()
    {
        Span<byte> hash = stackalloc byte[BlobHash.SizeInBytes];
        _sha256.GetHashAndReset(hash);
        return new BlobInfo(new BlobHash(hash), Size, _crc32.Finish());
    }

    public void Dispose() => _sha256.Dispose();
}
