using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ArmCrc32 = System.Runtime.Intrinsics.Arm.Crc32;

namespace MeetingCloud.Storage.Blobs;

/// <summary>
/// The CRC-32 of ZIP (ISO 3309, polynomial 0x04C11DB7 reflected), at memory speed: by carry-less multiplication on x86 (Gopal et al.,
/// "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction", Intel 2009), by the CRC instructions on Arm, by
/// tables elsewhere. The default value is the sum of no bytes.
/// </summary>
public struct Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Slices = 16;
    private static readonly uint[] s_tables = CreateTables();

    private uint _sum;

    /// <summary>The sum of <paramref name="content"/>.</summary>
    public static uint Of(ReadOnlySpan<byte> content)
    {
        var crc = default(Crc32);
        crc.Append(content);
        return crc.Finish();
    }

    /// <summary>Adds bytes after those that were added before.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var register = ~_sum;
        if (ArmCrc32.Arm64.IsSupported)
        {
            register = AppendArm(register, bytes);
        }
        else
        {
            if (Pclmulqdq.IsSupported && bytes.Length >= 128)
            {
                register = Fold(register, ref bytes);
            }

            register = AppendByTables(register, bytes);
        }

        _sum = ~register;
    }

    /// <summary>The sum so far; more may be appended afterwards.</summary>
    public readonly uint Finish() => _sum;

    /// <summary>Folds all whole blocks of 64 bytes into a remainder of 16 with the same CRC, and consumes them.</summary>
    private static uint Fold(uint register, ref ReadOnlySpan<byte> bytes)
    {
        // x^(512±32) and x^(128±32) modulo the polynomial, reflected.
        var by64 = Vector128.Create(0x1_5444_2BD4UL, 0x1_C6E4_1596UL);
        var by16 = Vector128.Create(0x1_7519_97D0UL, 0x0_CCAA_009EUL);

        var blocks = MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes);
        var a = blocks[0] ^ Vector128.CreateScalar(register).AsUInt64();
        var b = blocks[1];
        var c = blocks[2];
        var d = blocks[3];
        var used = 4;
        for (; used + 4 <= blocks.Length; used += 4)
        {
            a = Multiply(a, by64) ^ blocks[used];
            b = Multiply(b, by64) ^ blocks[used + 1];
            c = Multiply(c, by64) ^ blocks[used + 2];
            d = Multiply(d, by64) ^ blocks[used + 3];
        }

        a = Multiply(a, by16) ^ b;
        a = Multiply(a, by16) ^ c;
        a = Multiply(a, by16) ^ d;
        bytes = bytes[(used * Vector128<byte>.Count)..];
        return AppendByTables(0, MemoryMarshal.AsBytes(new ReadOnlySpan<Vector128<ulong>>(in a)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Multiply(Vector128<ulong> value, Vector128<ulong> factors) =>
        Pclmulqdq.CarrylessMultiply(value, factors, 0x00) ^ Pclmulqdq.CarrylessMultiply(value, factors, 0x11);

    private static uint AppendArm(uint register, ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            register = ArmCrc32.Arm64.ComputeCrc32(register, word);
        }

        foreach (var value in bytes[(words.Length * sizeof(ulong))..])
        {
            register = ArmCrc32.ComputeCrc32(register, value);
        }

        return register;
    }

    /// <summary>Sixteen bytes a step: table k holds the effect of a byte that k more bytes follow.</summary>
    internal static uint AppendByTables(uint register, ReadOnlySpan<byte> bytes)
    {
        var tables = s_tables;
        while (bytes.Length >= Slices)
        {
            var first = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ register;
            register = 0;
            for (var i = 0; i < sizeof(uint); i++)
            {
                register ^= tables[((Slices - 1 - i) << 8) | (int)((first >> (8 * i)) & 0xFF)];
            }

            for (var i = sizeof(uint); i < Slices; i++)
            {
                register ^= tables[((Slices - 1 - i) << 8) | bytes[i]];
            }

            bytes = bytes[Slices..];
        }

        foreach (var value in bytes)
        {
            register = tables[(byte)(register ^ value)] ^ (register >> 8);
        }

        return register;
    }

    private static uint[] CreateTables()
    {
        var tables = new uint[Slices << 8];
        for (var i = 0; i < 256; i++)
        {
            var register = (uint)i;
            for (var bit = 0; bit < 8; bit++)
            {
                register = (register >> 1) ^ ((register & 1) * Polynomial);
            }

            tables[i] = register;
        }

        for (var i = 256; i < tables.Length; i++)
        {
            var before = tables[i - 256];
            tables[i] = tables[(byte)before] ^ (before >> 8);
        }

        return tables;
    }
}
