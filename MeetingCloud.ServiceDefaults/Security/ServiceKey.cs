using System.Security.Cryptography;
using System.Text;

namespace MeetingCloud.ServiceDefaults;

/// <summary>A shared secret. It compares in constant time and never prints itself.</summary>
public abstract class ServiceKey
{
    private readonly byte[] _digest;
    private readonly byte[] _bytes;

    protected ServiceKey(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        _bytes = Encoding.UTF8.GetBytes(value);
        _digest = SHA256.HashData(_bytes);
    }

    /// <summary>Whether <paramref name="candidate"/> is this key; the time taken tells nothing of how much of it is right.</summary>
    public bool Matches(ReadOnlySpan<char> candidate)
    {
        // Digests have one length, so not even the key's length shows.
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(candidate.ToArray()), digest);
        return CryptographicOperations.FixedTimeEquals(digest, _digest);
    }

    /// <summary>A key for one purpose, derived by HKDF-SHA256 (RFC 5869) so that uses do not weaken each other.</summary>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _bytes, outputLength: 32, info: Encoding.UTF8.GetBytes(purpose));

    public sealed override string ToString() => "(secret)";
}
