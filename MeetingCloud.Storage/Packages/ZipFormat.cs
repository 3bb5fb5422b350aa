using System.Buffers.Binary;

namespace MeetingCloud.Storage.Packages;

/// <summary>The records of a ZIP file (PKWARE APPNOTE 6.3.10, sections 4.3 and 4.5.3), for stored entries made on Unix.</summary>
internal static class ZipFormat
{
    /// <summary>Values from here on do not fit the old fields and need ZIP64.</summary>
    public const long Limit32 = uint.MaxValue;
    public const int Limit16 = ushort.MaxValue;

    private const int LocalHeaderSize = 30;
    private const int CentralHeaderSize = 46;
    private const int EndSize = 22;
    private const int End64Size = 56;
    private const int Locator64Size = 20;
    private const int ExtraHeaderSize = 4;

    private const ushort Version = 20;
    private const ushort Version64 = 45;
    private const ushort MadeByUnix = 3 << 8;
    private const ushort Utf8Names = 1 << 11;
    private const ushort Zip64Extra = 1;
    private const uint RegularFileMode = 0x81A4; // 0100644

    public static int LocalSize(in PackageEntry entry) =>
        LocalHeaderSize + entry.NameLength + (entry.Size >= Limit32 ? ExtraHeaderSize + (2 * sizeof(long)) : 0);

    public static int CentralSize(in PackageEntry entry) => CentralHeaderSize + entry.NameLength + CentralExtraSize(entry);

    public static int TailSize(int count, long centralSize, long centralOffset) =>
        EndSize + (NeedsEnd64(count, centralSize, centralOffset) ? End64Size + Locator64Size : 0);

    public static void WriteLocal(Span<byte> to, in PackageEntry entry, ReadOnlySpan<byte> name)
    {
        var large = entry.Size >= Limit32;
        var size = large ? uint.MaxValue : (uint)entry.Size;
        var writer = new LittleEndianWriter(to);
        writer.UInt32(0x04034B50);
        writer.UInt16(large ? Version64 : Version);
        writer.UInt16(Utf8Names);
        writer.UInt16(0); // stored
        writer.UInt32(entry.DosTime);
        writer.UInt32(entry.Crc32);
        writer.UInt32(size);
        writer.UInt32(size);
        writer.UInt16(entry.NameLength);
        writer.UInt16((ushort)(large ? ExtraHeaderSize + (2 * sizeof(long)) : 0));
        writer.Bytes(name);
        if (large)
        {
            // In a local header the extra field has both sizes or is not there (4.5.3).
            writer.UInt16(Zip64Extra);
            writer.UInt16(2 * sizeof(long));
            writer.Int64(entry.Size);
            writer.Int64(entry.Size);
        }
    }

    public static void WriteCentral(Span<byte> to, in PackageEntry entry, ReadOnlySpan<byte> name)
    {
        var largeSize = entry.Size >= Limit32;
        var largeOffset = entry.Offset >= Limit32;
        var size = largeSize ? uint.MaxValue : (uint)entry.Size;
        var extra = CentralExtraSize(entry);
        var version = extra > 0 ? Version64 : Version;
        var writer = new LittleEndianWriter(to);
        writer.UInt32(0x02014B50);
        writer.UInt16((ushort)(MadeByUnix | version));
        writer.UInt16(version);
        writer.UInt16(Utf8Names);
        writer.UInt16(0); // stored
        writer.UInt32(entry.DosTime);
        writer.UInt32(entry.Crc32);
        writer.UInt32(size);
        writer.UInt32(size);
        writer.UInt16(entry.NameLength);
        writer.UInt16((ushort)extra);
        writer.UInt16(0); // comment
        writer.UInt16(0); // disk
        writer.UInt16(0); // internal attributes
        writer.UInt32(RegularFileMode << 16);
        writer.UInt32(largeOffset ? uint.MaxValue : (uint)entry.Offset);
        writer.Bytes(name);
        if (extra > 0)
        {
            writer.UInt16(Zip64Extra);
            writer.UInt16((ushort)(extra - ExtraHeaderSize));
        }

        if (largeSize)
        {
            writer.Int64(entry.Size);
            writer.Int64(entry.Size);
        }

        if (largeOffset)
        {
            writer.Int64(entry.Offset);
        }
    }

    public static void WriteTail(Span<byte> to, int count, long centralSize, long centralOffset)
    {
        var writer = new LittleEndianWriter(to);
        if (NeedsEnd64(count, centralSize, centralOffset))
        {
            writer.UInt32(0x06064B50);
            writer.Int64(End64Size - 12); // without this field and the signature
            writer.UInt16(MadeByUnix | Version64);
            writer.UInt16(Version64);
            writer.UInt32(0); // this disk
            writer.UInt32(0); // the central directory's disk
            writer.Int64(count);
            writer.Int64(count);
            writer.Int64(centralSize);
            writer.Int64(centralOffset);

            writer.UInt32(0x07064B50);
            writer.UInt32(0); // disk of the record above
            writer.Int64(centralOffset + centralSize);
            writer.UInt32(1); // disks
        }

        writer.UInt32(0x06054B50);
        writer.UInt16(0); // this disk
        writer.UInt16(0); // the central directory's disk
        writer.UInt16((ushort)Math.Min(count, Limit16));
        writer.UInt16((ushort)Math.Min(count, Limit16));
        writer.UInt32((uint)Math.Min(centralSize, Limit32));
        writer.UInt32((uint)Math.Min(centralOffset, Limit32));
        writer.UInt16(0); // comment
    }

    /// <summary>MS-DOS date and time, of two seconds each, from 1980 to 2107 (4.4.6).</summary>
    public static uint DosTime(DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        return utc.Year switch
        {
            < 1980 => Pack(1980, 1, 1, 0, 0, 0),
            > 2107 => Pack(2107, 12, 31, 23, 59, 58),
            _ => Pack(utc.Year, utc.Month, utc.Day, utc.Hour, utc.Minute, utc.Second),
        };

        static uint Pack(int year, int month, int day, int hour, int minute, int second) =>
            (uint)(((year - 1980) << 25) | (month << 21) | (day << 16) | (hour << 11) | (minute << 5) | (second >> 1));
    }

    private static int CentralExtraSize(in PackageEntry entry)
    {
        var fields = (entry.Size >= Limit32 ? 2 : 0) + (entry.Offset >= Limit32 ? 1 : 0);
        return fields == 0 ? 0 : ExtraHeaderSize + (fields * sizeof(long));
    }

    private static bool NeedsEnd64(int count, long centralSize, long centralOffset) =>
        count >= Limit16 || centralSize >= Limit32 || centralOffset >= Limit32;

    private ref struct LittleEndianWriter(Span<byte> to)
    {
        private Span<byte> _to = to;

        public void UInt16(ushort value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(_to, value);
            _to = _to[sizeof(ushort)..];
        }

        public void UInt32(uint value)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(_to, value);
            _to = _to[sizeof(uint)..];
        }

        public void Int64(long value)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_to, value);
            _to = _to[sizeof(long)..];
        }

        public void Bytes(ReadOnlySpan<byte> value)
        {
            value.CopyTo(_to);
            _to = _to[value.Length..];
        }
    }
}
