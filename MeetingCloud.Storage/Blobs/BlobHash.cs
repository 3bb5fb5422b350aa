using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MeetingCloud.Storage.Blobs;

/// <summary>The name of a blob: the SHA-256 (FIPS 180-4) of its bytes. 32 bytes, held inline.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct BlobHash : IParsable<BlobHash>, ISpanParsable<BlobHash>
{
    /// <summary>Bytes of a hash; its text has twice as many digits.</summary>
    public const int SizeInBytes = 32;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    /// <param name="bytes">Exactly <see cref="SizeInBytes"/> bytes.</param>
    public BlobHash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != SizeInBytes)
        {
            throw new ArgumentException("A SHA-256 has 32 bytes.", nameof(bytes));
        }

        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>The name of <paramref name="content"/>.</summary>
    public static BlobHash Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SizeInBytes];
        SHA256.HashData(content, hash);
        return new BlobHash(hash);
    }

    /// <summary>Parses 64 hexadecimal digits of either case and nothing else.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out BlobHash hash)
    {
        hash = default;
        Span<byte> bytes = stackalloc byte[SizeInBytes];
        if (text.Length != 2 * SizeInBytes
            || Convert.FromHexString(text, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        hash = new BlobHash(bytes);
        return true;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out BlobHash)"/>
    public static bool TryParse([NotNullWhen(true)] string? text, out BlobHash hash) => TryParse(text.AsSpan(), out hash);

    /// <exception cref="FormatException">The text is not 64 hexadecimal digits.</exception>
    public static BlobHash Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var hash) ? hash : throw new FormatException("A SHA-256 is 64 hexadecimal digits.");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char})"/>
    public static BlobHash Parse(string text) => Parse(text.AsSpan());

    static BlobHash IParsable<BlobHash>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static BlobHash ISpanParsable<BlobHash>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<BlobHash>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out BlobHash result) =>
        TryParse(s, out result);

    static bool ISpanParsable<BlobHash>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out BlobHash result) =>
        TryParse(s, out result);

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _a);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _d);
    }

    public bool Equals(BlobHash other) => _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    /// <summary>The first eight bytes, big-endian: uniform, and so a good key for hashing.</summary>
    public ulong Prefix => _a;

    /// <summary>The bytes are uniform already: eight of them are a good hash code's worth.</summary>
    public override int GetHashCode() => _a.GetHashCode();

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[SizeInBytes];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
