using System.Buffers.Binary;
using System.IO.Compression;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Packages;
using MeetingCloud.Tests.Storage.Support;

namespace MeetingCloud.Tests.Storage.Packages;

/// <summary>Packages past the limits of plain ZIP, of blobs that are not there: only what is read is made up.</summary>
public sealed class Zip64Tests
{
    private const long GiB = 1L << 30;
    private static readonly DateTimeOffset s_time = new(2026, 5, 1, 9, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(uint.MaxValue - 1L)]
    [InlineData(uint.MaxValue)]
    [InlineData(uint.MaxValue + 1L)]
    [InlineData(5 * GiB)]
    [InlineData(300 * GiB)]
    public void Package_IsReadable_AroundAndPastFourGigabytes(long size)
    {
        var layout = Layout(size, 100, size, 7);
        using var zip = new ZipArchive(new PackageStream(layout, new VirtualBlobs()));

        Assert.Equal([size, 100, size, 7], zip.Entries.Skip(1).Select(entry => entry.Length));
        Assert.Equal([size, 100, size, 7], zip.Entries.Skip(1).Select(entry => entry.CompressedLength));
        // Opening reads the local header, which lies past 4 GiB for all but the first.
        foreach (var entry in zip.Entries.Skip(1))
        {
            using var content = entry.Open();
            var start = new byte[7];
            content.ReadExactly(start);
            Assert.Equal(Enumerable.Range(0, 7).Select(i => VirtualBlobs.ByteAt(i)), start);
        }
    }

    [Fact]
    public async Task Package_IsPlainZip_WhereThatIsEnough()
    {
        var layout = Layout(1000, 2000);
        var bytes = await PackageBytes.ReadAsync(layout, new VirtualBlobs());
        Assert.Equal(-1, bytes.AsSpan().IndexOf("PK\x06\x06"u8));
        Assert.Equal(0x06054B50u, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(bytes.Length - 22)));
    }

    [Theory]
    [InlineData(65_533, false)] // with metadata.json 65,534 entries
    [InlineData(65_534, true)]
    [InlineData(100_000, true)]
    public void Package_IsReadable_WithMoreEntriesThanPlainZipCounts(int files, bool zip64)
    {
        var layout = Layout([.. Enumerable.Repeat(3L, files)]);
        using var stream = new BufferedStream(new PackageStream(layout, new VirtualBlobs()), 1 << 20);
        using var zip = new ZipArchive(stream);
        Assert.Equal(files + 1, zip.Entries.Count);

        stream.Position = layout.Length - 22 - 20;
        var locator = new byte[4];
        stream.ReadExactly(locator);
        Assert.Equal(zip64, BinaryPrimitives.ReadUInt32LittleEndian(locator) == 0x07064B50);
    }

    [Fact]
    public async Task Range_DeepInAHugePackage_IsTheFilesBytes()
    {
        var layout = Layout(5 * GiB, 5 * GiB);
        var end = await PackageBytes.ReadAsync(layout, new VirtualBlobs(), layout.Length - 300, 300);
        Assert.Equal("PK\x05\x06"u8, end.AsSpan(300 - 22, 4));

        var bytes = await PackageBytes.ReadAsync(layout, new VirtualBlobs(), 6 * GiB, 64);
        // Eight consecutive bytes name their own offset, which tells where in the file the range began.
        var first = Enumerable.Range(0, 8).First(i => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(i)) is > 0 and < 5 * GiB and var at
            && at % 8 == 0 && BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(i + 8)) == at + 8);
        var dataStart = (6 * GiB) + first - BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(first));
        var header = await PackageBytes.ReadAsync(layout, new VirtualBlobs(), dataStart - 20 - "files/00001".Length - 30, 4);
        Assert.Equal("PK\x03\x04"u8, header);
    }

    private static PackageLayout Layout(params long[] sizes) => PackageLayout.Create(PackageMetadata.Serialize(new PackageDescription(
        "m1",
        "Meeting",
        s_time,
        null,
        [],
        [.. sizes.Select((size, i) => new PackageFile($"{i:d5}", size, "application/octet-stream", BlobHash.Of([1]), 0, s_time))])));
}
