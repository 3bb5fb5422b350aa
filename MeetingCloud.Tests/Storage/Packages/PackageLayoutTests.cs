using System.IO.Compression;
using System.IO.Pipelines;
using FsCheck;
using FsCheck.Fluent;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Packages;
using MeetingCloud.Tests.Storage.Support;

namespace MeetingCloud.Tests.Storage.Packages;

public sealed class PackageLayoutTests
{
    private static readonly DateTimeOffset s_time = new(2026, 5, 1, 9, 30, 58, TimeSpan.Zero);

    [Fact]
    public async Task Package_IsAZip_ThatOthersRead()
    {
        var blobs = new MemoryBlobs();
        var metadata = PackageMetadata.Serialize(Describe(blobs, ("会议/议程.pdf", Bytes.Random(300_000)), ("a.txt", []), ("b/c.bin", Bytes.Random(7, 2))));
        var layout = PackageLayout.Create(metadata);

        var bytes = await PackageBytes.ReadAsync(layout, blobs);

        Assert.Equal(layout.Length, bytes.Length);
        Assert.Equal(BlobHash.Of(metadata).ToString(), layout.ETag);
        Assert.Equal(3, layout.FileCount);
        using var zip = new ZipArchive(new MemoryStream(bytes));
        Assert.Equal(["metadata.json", "files/a.txt", "files/b/c.bin", "files/会议/议程.pdf"], zip.Entries.Select(entry => entry.FullName));
        Assert.Equal(metadata, Extract(zip.Entries[0]));
        Assert.Equal([], Extract(zip.Entries[1]));
        Assert.Equal(Bytes.Random(7, 2), Extract(zip.Entries[2]));
        Assert.Equal(Bytes.Random(300_000), Extract(zip.Entries[3]));
        Assert.All(zip.Entries, entry => Assert.Equal(s_time.DateTime, entry.LastWriteTime.DateTime));
        Assert.All(zip.Entries, entry => Assert.Equal(0x81A4 << 16, entry.ExternalAttributes));
        Assert.Equal(0, blobs.Open);
    }

    [Fact]
    public async Task Package_IsTheSame_WhateverTheOrderOfItsFiles()
    {
        var blobs = new MemoryBlobs();
        (string, byte[])[] files = [("b", [1]), ("a", [2]), ("c", [3])];
        var one = PackageLayout.Create(PackageMetadata.Serialize(Describe(blobs, files)));
        var other = PackageLayout.Create(PackageMetadata.Serialize(Describe(blobs, [.. files.Reverse()])));
        Assert.Equal(one.ETag, other.ETag);
        Assert.Equal(await PackageBytes.ReadAsync(one, blobs), await PackageBytes.ReadAsync(other, blobs));
    }

    [Fact]
    public async Task Package_WithoutFiles_IsAZip()
    {
        var layout = PackageLayout.Create(PackageMetadata.Serialize(Describe(new MemoryBlobs())));
        using var zip = new ZipArchive(new MemoryStream(await PackageBytes.ReadAsync(layout, new MemoryBlobs())));
        Assert.Equal("metadata.json", Assert.Single(zip.Entries).FullName);
    }

    [Fact]
    public void Range_EqualsTheSliceOfTheWhole()
    {
        var packages =
            from sizes in Gen.Choose(0, 3000).Select(size => size < 300 ? 0 : size).ListOf()
            from maxRead in Gen.Elements(1, 17, 1000, int.MaxValue)
            from start in Gen.Choose(0, 1000)
            from end in Gen.Choose(0, 1000)
            select (Sizes: sizes, MaxRead: maxRead, Start: Math.Min(start, end) / 1000.0, End: Math.Max(start, end) / 1000.0);
        Prop.ForAll(packages.ToArbitrary(), sample =>
        {
            var blobs = new MemoryBlobs(sample.MaxRead);
            var files = sample.Sizes.Select((size, i) => ($"f{i}/{new string('é', i % 20)}x", Bytes.Random(size, i))).ToArray();
            var layout = PackageLayout.Create(PackageMetadata.Serialize(Describe(blobs, files)));
            var whole = PackageBytes.ReadAsync(layout, blobs).GetAwaiter().GetResult();
            var from = (int)(whole.Length * sample.Start);
            var to = (int)(whole.Length * sample.End);
            var range = PackageBytes.ReadAsync(layout, blobs, from, to - from).GetAwaiter().GetResult();
            return range.AsSpan().SequenceEqual(whole.AsSpan(from..to)) && blobs.Open == 0;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Range_OfEveryByte_EqualsTheWhole()
    {
        var blobs = new MemoryBlobs();
        var layout = PackageLayout.Create(PackageMetadata.Serialize(Describe(blobs, ("a", [1, 2, 3]), ("b", []), ("中", [4]))));
        var whole = await PackageBytes.ReadAsync(layout, blobs);
        for (var i = 0; i < whole.Length; i++)
        {
            Assert.Equal([whole[i]], await PackageBytes.ReadAsync(layout, blobs, i, 1));
        }

        Assert.Empty(await PackageBytes.ReadAsync(layout, blobs, whole.Length, 0));
    }

    [Fact]
    public async Task SmallPackage_IsLeftToOneFlush()
    {
        var blobs = new MemoryBlobs();
        var layout = PackageLayout.Create(PackageMetadata.Serialize(Describe(blobs, ("a.pdf", Bytes.Random(64 << 10)), ("b", [1]))));
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        await layout.CopyToAsync(blobs, pipe.Writer, 0, layout.Length, CancellationToken.None);
        Assert.Equal(layout.Length, pipe.Writer.UnflushedBytes);
    }

    [Theory]
    [InlineData(PackageLayout.Step)]
    [InlineData(32 << 10)]
    public async Task LargePackage_HoldsOneStepForASlowReader(int step)
    {
        var blobs = new MemoryBlobs();
        var layout = PackageLayout.Create(PackageMetadata.Serialize(Describe(blobs, ("a.mp4", Bytes.Random(5_000_000)))));
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: step, resumeWriterThreshold: step / 2, useSynchronizationContext: false));
        var copy = layout.CopyToAsync(blobs, pipe.Writer, 0, layout.Length, CancellationToken.None, step).AsTask();

        Assert.False(copy.IsCompleted);
        var held = await pipe.Reader.ReadAsync();
        Assert.Equal(step, held.Buffer.Length);

        await pipe.Reader.CompleteAsync();
        await copy;
        Assert.Equal(0, blobs.Open);
    }

    [Fact]
    public async Task Prepare_FindsOutWhetherTheFirstBlobOfTheRangeCanBeHad()
    {
        var blobs = new MemoryBlobs();
        var layout = PackageLayout.Create(PackageMetadata.Serialize(Describe(new MemoryBlobs(), ("a", [1, 2, 3]))));
        await Assert.ThrowsAsync<BlobNotFoundException>(() => layout.PrepareAsync(blobs, 0, layout.Length, CancellationToken.None).AsTask());

        // Neither the metadata nor the directory at the end needs a blob.
        await layout.PrepareAsync(blobs, 0, 1, CancellationToken.None);
        await layout.PrepareAsync(blobs, layout.Length - 1, 1, CancellationToken.None);

        blobs.Add([1, 2, 3]);
        await layout.PrepareAsync(blobs, 0, layout.Length, CancellationToken.None);
        Assert.Equal(0, blobs.Open);
    }

    [Fact]
    public async Task Copy_Fails_WhenABlobIsAbsentOrShort()
    {
        var description = Describe(new MemoryBlobs(), ("a", [1, 2, 3]));
        var layout = PackageLayout.Create(PackageMetadata.Serialize(description));
        await Assert.ThrowsAsync<BlobNotFoundException>(() => PackageBytes.ReadAsync(layout, new MemoryBlobs()));

        var blobs = new MemoryBlobs();
        blobs.Add([1, 2, 3]);
        var longer = PackageLayout.Create(PackageMetadata.Serialize(description with { Files = [description.Files[0] with { Size = 4 }] }));
        await Assert.ThrowsAsync<BlobMismatchException>(() => PackageBytes.ReadAsync(longer, blobs));
        Assert.Equal(0, blobs.Open);
    }

    [Theory]
    [InlineData("1969-12-31T23:59:59Z", "1980-01-01T00:00:00")]
    [InlineData("1980-01-01T00:00:00Z", "1980-01-01T00:00:00")]
    [InlineData("2026-12-31T23:59:59.999Z", "2026-12-31T23:59:58")]
    [InlineData("2026-05-01T09:30:00+08:00", "2026-05-01T01:30:00")]
    [InlineData("2108-01-01T00:00:00Z", "2107-12-31T23:59:58")]
    public async Task EntryTime_IsUtcInEvenSeconds_WithinWhatZipKnows(string updatedAt, string expected)
    {
        var blobs = new MemoryBlobs();
        var description = Describe(blobs, ("a", [1]));
        var layout = PackageLayout.Create(PackageMetadata.Serialize(
            description with { Files = [description.Files[0] with { UpdatedAt = DateTimeOffset.Parse(updatedAt) }] }));
        using var zip = new ZipArchive(new MemoryStream(await PackageBytes.ReadAsync(layout, blobs)));
        Assert.All(zip.Entries, entry => Assert.Equal(DateTime.Parse(expected), entry.LastWriteTime.DateTime));
    }

    [Fact]
    public void Layout_StaysSmall_WithAHundredThousandFiles()
    {
        var description = Describe(new MemoryBlobs()) with
        {
            Files = [.. Enumerable.Range(0, 100_000).Select(i => new PackageFile($"folder/file-{i:d6}.pdf", i, "application/pdf", default, 0, s_time))],
        };
        var metadata = PackageMetadata.Serialize(description);
        description = null!;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var layout = PackageLayout.Create(metadata);
        var used = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.InRange(used, 1, 20_000_000);
        Assert.Equal(100_000, layout.Description.Files.Count);
    }

    private static PackageDescription Describe(MemoryBlobs blobs, params (string Path, byte[] Content)[] files) => new(
        "m1",
        "Meeting",
        s_time,
        null,
        [],
        [.. files.Select(file => new PackageFile(
            file.Path, file.Content.Length, "application/octet-stream", blobs.Add(file.Content), Crc32.Of(file.Content), s_time))]);

    private static byte[] Extract(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        Assert.Equal(Crc32.Of(bytes.ToArray()), entry.Crc32);
        return bytes.ToArray();
    }
}
